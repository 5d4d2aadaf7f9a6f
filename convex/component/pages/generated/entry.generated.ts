/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-lgdhmbjy.js","integrity":"sha384-ejZLcYQK9ZH6MD2uQL6sdezNGTSKiGNJ8Xner80zXsxM/9+uiFvn16PzrDMd5m+d"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
