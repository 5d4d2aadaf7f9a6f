/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-hkd34ecl.js","integrity":"sha384-2hISuZqrOD+tP+m2ek+actNNBTSMB7Ns2t+Ux2NoBn+jgxdYdIpILPG3LUp80EST"},
  style: {"file":"style-jjttqm77.css","integrity":"sha384-/kk6qm0pLz9+bf3Sq4/GQvW+kvUUJgf66k4bN72EYg87yuyLVYv2SNXVwgu3LH0z"},
  icon: "icon-eb44b017.svg",
};
