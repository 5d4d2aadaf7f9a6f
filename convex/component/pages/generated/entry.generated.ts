/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-cs5p4lei.js","integrity":"sha384-VvwsgjFpsY2ARUd2jjEwl03U7eXluLCoB1bQYFJxnpPGv5zrK0Fa+WvwrSn3/Yq6"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
