/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-j6zq7rw9.js","integrity":"sha384-GVmpCaKcLN7Q3zNq/2qKScz4hPV6r74BisrwN2IWYKrcQs5yFLHWjxYRdSDUSaFL"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
