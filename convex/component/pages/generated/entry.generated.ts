/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-4nfstmwh.js","integrity":"sha384-p/7KjXnyney1hvJaY7APjMA8diozK1sp5A4BaQy7XrcB+9H1XqySCgWKWmszbjhS"},
  style: {"file":"style-hjytxhec.css","integrity":"sha384-9GI6bu3N44AFaFGxDT8WkBmQqJjs9JBBgjVwtq9fmF0vU+KXdLld8PK8hfetCPDN"},
  icon: "icon-eb44b017.svg",
};
