/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-c4h7udok.js","integrity":"sha384-eZnYTVtH6anFs4PJGcDtX3UEhqwE3RETHwYyIcFmDOsL9L5ZC+y9997Pisf/l7Oa"},
  style: {"file":"style-fqf6wlg1.css","integrity":"sha384-7l9Mr56kUSF+wnFBc41Vm/1AFaQe5/hJZnJSCVwe53Aff1zIaYvu4dtkB86isgz1"},
  icon: "icon-eb44b017.svg",
};
