/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-i4x3xa0z.js","integrity":"sha384-gZLark3SbdEuXiV2oNMx8j6xBmMV1QMwn5SaSKqxpyXG+rw7i3CObdvPDvCcE9QC"},
  style: {"file":"style-eewvicsp.css","integrity":"sha384-H4LV2P/VP/mG30Gj0SGfzTl5GOmyxv0uRDMBuUixavgHa+KpGYgYftqWjfhfva8q"},
  icon: "icon-eb44b017.svg",
};
