/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-fbumhre1.js","integrity":"sha384-aQAVqKOefK0C43nVMtLbWqKvA1l94sa3l4SYKxUk55oFcrStQ+p5i1VZRh333reJ"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
