/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-f9xsu2yf.js","integrity":"sha384-PT6U8dWHqXvm7MJKXPY3nUOO7M+hcfg35i7XyRloaGIQA8M6j45PnOGbFK66yqOA"},
  style: {"file":"style-jjttqm77.css","integrity":"sha384-/kk6qm0pLz9+bf3Sq4/GQvW+kvUUJgf66k4bN72EYg87yuyLVYv2SNXVwgu3LH0z"},
  icon: "icon-eb44b017.svg",
};
