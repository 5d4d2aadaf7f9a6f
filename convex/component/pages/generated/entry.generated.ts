/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-nse7blaf.js","integrity":"sha384-vQjJlUOGceCLL95cXLCTAFg7Wu/TkJaXuXQ8tKw18HdSxbdqxoR9y0G+v4pUv/w2"},
  style: {"file":"style-dik9ru7b.css","integrity":"sha384-R3lSXakrMpb58R3QKYq7RkZoeK2Ui7CwbEwnt8uPgxzB95bBkDoXqNWpNDjJR3UJ"},
  icon: "icon-eb44b017.svg",
};
