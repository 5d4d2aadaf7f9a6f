/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OSwqDMBRFtxIcKcQ0UBFRLLQddRVN0Gi1mifx+UPce7XWDu/lcDhF3YDB+UlkS9SSGagtdkpAt1ApNy2TPs8qzcrWin5koTcUD/QOzXTrEEG7iW+GgY/pl+6lITpG26EmnnkorkhAJ0rQs8/X+VgtmrygM4IGvndcJJWToD73gv8zKPUWCy1ijC82p1vL6NiKzowxpFrWKhS5kZsaGizW8tAsTqTGvXaPjT6yA2/P5wAAAA==";
export default content;
