/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-iihyc67n.js","integrity":"sha384-0fR/p7Ddwt0MmVDWlCzT0gcY81yC8RCQ9yma3zuS1XQxrEv4tS+Ig1xiNyFD9aJu"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
