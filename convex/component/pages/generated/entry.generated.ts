/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-d8tewv64.js","integrity":"sha384-9st/UjVZgMWPJnRqGyfVfd0dFxXKsg2AdBdsLfVFerg09qFKIk93zwPgkZiJRXrh"},
  style: {"file":"style-goaqcgs7.css","integrity":"sha384-YhYszOgN3VJpLWYNE4Rv2RDMBNd8G6i6h4olKX36FjovNkAdw8gxd/s+JYhgNVIb"},
  icon: "icon-eb44b017.svg",
};
