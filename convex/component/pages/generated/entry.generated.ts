/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-gs067h3l.js","integrity":"sha384-MvLIQjHQtFHvAieUcBVmXO6K3CvVL1CKQzdu7ZEWCh0lhXXkLcc2nsaElb8oGZrZ"},
  style: {"file":"style-eewvicsp.css","integrity":"sha384-H4LV2P/VP/mG30Gj0SGfzTl5GOmyxv0uRDMBuUixavgHa+KpGYgYftqWjfhfva8q"},
  icon: "icon-eb44b017.svg",
};
