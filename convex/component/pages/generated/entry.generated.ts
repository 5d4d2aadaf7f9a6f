/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-htwoaa04.js","integrity":"sha384-Lbd495CkKk5jwUkWs5/mrSrz8o0b3bOrb1aq+gfEKxvhkV8Zwsrke0I0Cc1Np7Ea"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
