/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-kdyjhrw1.js","integrity":"sha384-ZOaCZMM8gqeKqYBya0rfD8v/eM3+yZhsWws6rAgpQtQhSotNR9Fm1lZtJHsiPt21"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
