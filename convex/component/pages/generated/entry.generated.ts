/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-dx9oqa2r.js","integrity":"sha384-4wYh4U1UzCnEyu1qfIR8eCP7q63fNUgj73IDjN1m4yuoIH+1Gh/ONkZWy2SPbrwb"},
  style: {"file":"style-khgyu66l.css","integrity":"sha384-/sxaqoh8zC/dgOLnVHm41iCzboWRNVyZ4qxDMXvKIp8r5NLzCqAqJJ3I27KgDU8i"},
  icon: "icon-eb44b017.svg",
};
