/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-h4p4dbzq.js","integrity":"sha384-8gkATri1U99rCv57FTHpQLVy5MD+XRleRJLwX2oHEyxYnQscpUgLh1voCJWd7VdO"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
