/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-od08m70d.js","integrity":"sha384-xsZjb9l/WZsVFURpUrF84FI+QUGSTwdu8BjeFL1QjtKMN1tjln2q4V1eKu7jnKcs"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
