/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-tgbo8p97.js","integrity":"sha384-hUJ/Zed63bhgbgr3Tao0wcHjJHMhKckJVvH+M9IxTuIB0DTJRYfn/MIkpxzq1a+V"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
