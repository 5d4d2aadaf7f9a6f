/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-wtdabbuk.js","integrity":"sha384-Pay/as7WpxgX8KExBtJYD/c9pmWKlgxulRIjd/URzQdAKw4Hd7biaAOH3czgV3UO"},
  style: {"file":"style-g3xjk721.css","integrity":"sha384-Eh+HL9RMwI896pZNplllm0bbcnG8iZENWGNQmUOhlgikYogLriKLxRObkBXstqsy"},
  icon: "icon-eb44b017.svg",
};
