/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOSwrCMBQF0K2E4iCFWB0ISkscOxKXkGd7+5H0tSRRiiF7VzrrAg6cYZwnF6JnQV4gtW4as+LwoA43UAO37y/nr21PQ/HyWfUhJ4KGzBVrGcPEKKEN4x0cWaPqfrCNA5eccn2VRxX+asml8TOxUbG25P2dRpTmSU0HsYtIW1ZhWUPrJ6TqB8gy88igAAAA";
export default content;
