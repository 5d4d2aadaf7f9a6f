/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-ijgte67m.js","integrity":"sha384-XLH6RJPRrAO9oCl1+eaNmIizG3shEMUv76I4eOgTRFqAiU2eT0Cx4S0hS8I+17uk"},
  style: {"file":"style-eewvicsp.css","integrity":"sha384-H4LV2P/VP/mG30Gj0SGfzTl5GOmyxv0uRDMBuUixavgHa+KpGYgYftqWjfhfva8q"},
  icon: "icon-eb44b017.svg",
};
