/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-m65dxszt.js","integrity":"sha384-bRD6sUJutKsxGoCZm/IaWG7/QqnvYBeFvbexwa7QzpYGsnmO/lT51ey73GMKmw2a"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
