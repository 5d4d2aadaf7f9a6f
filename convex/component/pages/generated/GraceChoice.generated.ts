/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OzQqCQBRGX2VopTBNQuEvBi17gpbNaDcbzbky3soQ3z21bPl9HA5H1w1a6s9MtQyGq8V6JTY5mhbvsKYiw7CJAlG2q+RHnmhCaUENks6hXVdlFWTbMprRp7LMpOS43Ka9F8sDMTQ5SL71vXEeDVOG3fBhJQ/93XKxi3pL7nu78P+8ACo5cJ1Sunc8bkZ75zrAeyEEcaNqiGVh1aTGhvSYHdvBTaCbU/W3NPkAsQnU6uQAAAA=";
export default content;
