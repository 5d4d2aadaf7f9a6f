/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA11OMQ6DMAzc+wrLnWlCEqRQEYbu/QAbBUIiQUEQEZ5f01YdKns4n8++K9ath30cnqtBF8J8ZSzGeInyMi09E5xzRgqEzXfxNu0GOXCQghrLYumaANG3wRkkAlznexc+eCGtRrB+GAyexSPjjUZWFnMdHLQG7ykH7XSdQUYfOaQgISf8nRIBuUvyalSgNuVkLUC8N1SJqkY6Jlr90T8/a+1hdmQvTy+6G+rd5AAAAA==";
export default content;
