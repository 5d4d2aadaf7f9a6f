/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-lhq9i0x8.js","integrity":"sha384-sXxj0w1Y9X5LOsvMl2AwaNPU4U3zJd9/TGhbVuibSyfti5U5O5+q4YVfb+knRTr8"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
