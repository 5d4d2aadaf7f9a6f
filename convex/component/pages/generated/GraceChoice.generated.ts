/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V4pTCXlIkpBl32FG3Zn610k+2vFPHdm5Zdfh+Hw5FNqw0OJyIsgfFqdOOxVamV1TWEpd22cQ2S3a2X/0hUE4oLqjTKEmx4Xu9kWpl+Rl/CEFWgH1BTDFHGD0i0KoHTTRK5eXQKRW76aThNk3i5yEX0nCZRnP6fN8CDj1QWWOz9iCpn7wIf6MAYQ6pEAxmvjJjUukXpsjMzBjl0c6r8luYfcS8jYuQAAAA=";
export default content;
