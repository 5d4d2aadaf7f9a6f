/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-pdeece48.js","integrity":"sha384-ldw19wpSwmsl2c/w17zi2gntq+Lu7HoLAALR9tQPYuoyA06CBbVMioTzQ+v7Mfgi"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
