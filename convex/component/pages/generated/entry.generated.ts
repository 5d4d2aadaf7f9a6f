/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-sw3eud4h.js","integrity":"sha384-+mE3kvEDXwiAXDmkNc+PWck+3xHdVddHHAHn8WJDhXHWK3YR18k1KWdKvaTp+Jvq"},
  style: {"file":"style-hjytxhec.css","integrity":"sha384-9GI6bu3N44AFaFGxDT8WkBmQqJjs9JBBgjVwtq9fmF0vU+KXdLld8PK8hfetCPDN"},
  icon: "icon-eb44b017.svg",
};
