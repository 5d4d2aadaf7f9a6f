/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-o269xnij.js","integrity":"sha384-UasucXbPEskdwK11OEAlwHFq8bazmU+gHfbZOFnB/IJeTPqTOvV52qqiUap2nI0q"},
  style: {"file":"style-m48kdosm.css","integrity":"sha384-AFMMGA6ucTtq5Xtxo2ArwOXExOgmhuJlw/RkhKajzDC1E7vHSKkE3gz+Q8CCAz9W"},
  icon: "icon-eb44b017.svg",
};
