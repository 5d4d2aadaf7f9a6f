/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-fsyz0z1j.js","integrity":"sha384-MjxrZ6xYesnvTHtvqUB8d+D75aDSZxlcAc0lPPuRf9SbAaB+RgUW2y5COwTaAJXd"},
  style: {"file":"style-kyhss9h1.css","integrity":"sha384-mu3ZOm/9KowyLj8vimDrI2FePWP1+g6IXLiSFgJDAgV2MH5FDIySQQZiyJxBij1T"},
  icon: "icon-eb44b017.svg",
};
