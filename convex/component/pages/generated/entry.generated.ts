/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-d7kxw6yi.js","integrity":"sha384-cEu8HqleZB+NF2xyGV9p1bLO3opWbuayt+k9dURCM9g/0Y/EF/ZAEJJAONohNPlI"},
  style: {"file":"style-iefy1ltn.css","integrity":"sha384-ydahTL/jIw0w04YX0ghbIdXYWV93bQcJufWQ5qQAG9eT9PC/2qFRD6Hl9ZoHGsAs"},
  icon: "icon-eb44b017.svg",
};
