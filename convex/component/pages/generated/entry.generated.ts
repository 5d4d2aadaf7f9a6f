/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-m165q31t.js","integrity":"sha384-dUV0b9wgBVVqiwos8FZxHdqEfNWuQ78Rz7rWPPBBpZhHQ1AHaPBZBuKlriCwzT8v"},
  style: {"file":"style-dlvudw4x.css","integrity":"sha384-1FT2B4sv/an5ihkdX+PdFyfZK1hnkbuuQdHzGu7SviYs1R9qHHtMpkR9M7GFEujj"},
  icon: "icon-eb44b017.svg",
};
