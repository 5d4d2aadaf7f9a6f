/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O2wqCQBRFf2XoSWGahEJMMaie+opmqimn8hwdjzfEf08te9ybxWKZNENL3Zmpgun+bjFdiNUVocC3XiZ1+7wFJhHPYhH9yJxGlGb0iFl7KIkQlpcczGVb1RNdKcsgJsflNu68UO6JIVy15GvfG+YJmAKWYGklD/zNfLGbaiX3vU3wf2qtX7LnJqZ453gcBnvjOpp3QgjioFIdyodVoxozMkN5aHs30s1Ua76x0QfNsDGp5wAAAA==";
export default content;
