/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-o063rdw2.js","integrity":"sha384-olMmYGL4sxW9Amrc/YDKAsOQBb8oMDdqXxy5cs/RMBf93JjIcwSDMX3O5ctk41yi"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
