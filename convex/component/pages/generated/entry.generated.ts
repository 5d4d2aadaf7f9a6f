/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-g4hoghzr.js","integrity":"sha384-roYC7KXKDEL4mpNK+m1mOy+yo6LQnfkpFZ06Ob2vk8AG5NKA1yDIMfRjp4cR0o5a"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
