/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-c5gs21a1.js","integrity":"sha384-pTU50EBo5mLSy98c5md+hiUtzhjvjiMfdB30qFCEJGo/zFxTPwgCmdDK6M0iEXC8"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
