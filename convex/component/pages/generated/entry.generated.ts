/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-hwyjd8ih.js","integrity":"sha384-2ycqOS9U6IXfIbPaANtHITHYQURCvPe/eejgdVQIS89iopfyPMaCW3WEjk4Tt6mF"},
  style: {"file":"style-c10ulehg.css","integrity":"sha384-RdFWMdLMaXCyV/DijpSwEYS4CA4v7I8Vp/SZr46bvo5wQ737dPQ++/6RRbEuhIta"},
  icon: "icon-eb44b017.svg",
};
