/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-ghno4r53.js","integrity":"sha384-zpE3CFUv8NliQiITijbwgAZ4mKFPS0gfScumgZCM4o00FSuJfXtzXfNcilZ+lZnK"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
