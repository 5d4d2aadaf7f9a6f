/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwW6DMBBEf8XKyZYcmkPbAwghtZ9RVWIDS3AKXrpeAi3yvxdQI+U0l/dGM64fiGW5KggKY8PUH5KninygDo/1yzCd5XZJruGQ/ZN+I8XKFv4uEF/Au18QR/5Yf52nZ/nGR8vtGt/5dxp+3kaRla5eeZpOc73TN2DlctYma0ZfbW0K9DKAtClbcdJhCtEsHYqiXLSxSw0CaYi5Xx1GGdnrk3Vr2RyMRrsIpaTZ2Kp1Xc3o0w+wpaJGlTYUiYcei6KUFtXjhfIzmojzvhz2vzH7A+I958spAQAA";
export default content;
