/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-oitwa8mj.js","integrity":"sha384-gqs8k6iw+V7pVAy4x0M9p2wXOsM/GTEI14hxphaM8sQwEHBjBwQ3UU1Nt+GrN+tm"},
  style: {"file":"style-jjttqm77.css","integrity":"sha384-/kk6qm0pLz9+bf3Sq4/GQvW+kvUUJgf66k4bN72EYg87yuyLVYv2SNXVwgu3LH0z"},
  icon: "icon-eb44b017.svg",
};
