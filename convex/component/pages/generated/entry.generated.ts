/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-kh2gv4tp.js","integrity":"sha384-C44WbFIDWw0DYU8jk9923FD9NoWXMPnrXJZR9Ru3GI+7RPPvaeqJVkRP8IgX4UPc"},
  style: {"file":"style-jjttqm77.css","integrity":"sha384-/kk6qm0pLz9+bf3Sq4/GQvW+kvUUJgf66k4bN72EYg87yuyLVYv2SNXVwgu3LH0z"},
  icon: "icon-eb44b017.svg",
};
