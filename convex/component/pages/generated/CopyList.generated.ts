/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ0WqDQBBFf0XytAurDbRQqthPaB/7EAKu6xTXrLsyMzUW8d+raUI2MG9z5szl2n4IyHOdaEpg+cbQ77InEzwFB2nL56D1/iXraFdcyS/eUL6hPrA1QOmpO73Wz93bBR01Jr5kIRWWYh61+wHKeZHlu9grvyKTFFXjKjUbp4k+dA95ZcLwmzpLXCnTWtcg+Pyz7sBwBp7RAgmWWa8HIQ6s8BjZaNPZcfPdLg/xp1V536w51MNh85iDwCDEIWKVCQ3EMoxkUoCaGSbOUZ1bzdun4zaKpVxkAdOlQPzvr/gDvHKj13oBAAA=";
export default content;
