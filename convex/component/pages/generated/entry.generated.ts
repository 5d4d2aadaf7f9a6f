/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-kuusbtpl.js","integrity":"sha384-B7Hcn+GlU9vhqUTR/Q+DFitji6O2oyaF3dNIUINRwXk0VLPXZo1xQiHTkR6vj4Ww"},
  style: {"file":"style-jjttqm77.css","integrity":"sha384-/kk6qm0pLz9+bf3Sq4/GQvW+kvUUJgf66k4bN72EYg87yuyLVYv2SNXVwgu3LH0z"},
  icon: "icon-eb44b017.svg",
};
