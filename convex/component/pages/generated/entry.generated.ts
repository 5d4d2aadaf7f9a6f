/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-h1jw7bwc.js","integrity":"sha384-WNCqd7eFqBWhN+PI0GUb1r8HbiEbEJBUYhLLLHgFKLhW9oDYzFT9Pn34QMbRDo+0"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
