/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-oxim8gpm.js","integrity":"sha384-bYsG5Y0TkVHcCmP+xHsPXQpI5rjEroDBZ/5XEPIqMBeix2zg3Z63fTS8Wa4FpMxI"},
  style: {"file":"style-hjytxhec.css","integrity":"sha384-9GI6bu3N44AFaFGxDT8WkBmQqJjs9JBBgjVwtq9fmF0vU+KXdLld8PK8hfetCPDN"},
  icon: "icon-eb44b017.svg",
};
