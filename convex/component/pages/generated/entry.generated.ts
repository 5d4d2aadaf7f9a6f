/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-pc3osl1y.js","integrity":"sha384-Bq8UTSIlFRQecAb8EVfxfRjDi24WBOhis6K7SOUjfID2n0VjjhbTq3q+oFciAUb3"},
  style: {"file":"style-kyhss9h1.css","integrity":"sha384-mu3ZOm/9KowyLj8vimDrI2FePWP1+g6IXLiSFgJDAgV2MH5FDIySQQZiyJxBij1T"},
  icon: "icon-eb44b017.svg",
};
