/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-n0qyym49.js","integrity":"sha384-JplAB7yMHeHacFwTVZkYcJ8QzDoE9/Zg7JmA4R/D0910P4dRB2NYS+U5qFyEn4yR"},
  style: {"file":"style-dlvudw4x.css","integrity":"sha384-1FT2B4sv/an5ihkdX+PdFyfZK1hnkbuuQdHzGu7SviYs1R9qHHtMpkR9M7GFEujj"},
  icon: "icon-eb44b017.svg",
};
