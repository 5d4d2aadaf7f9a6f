/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-f1rczbto.js","integrity":"sha384-WfgN/vDcPoQi5vu3bHGFCSUjoMhjcL9lsOof6yM3z2emmUhLLVpQk3hKvuZtA9aj"},
  style: {"file":"style-fqf6wlg1.css","integrity":"sha384-7l9Mr56kUSF+wnFBc41Vm/1AFaQe5/hJZnJSCVwe53Aff1zIaYvu4dtkB86isgz1"},
  icon: "icon-eb44b017.svg",
};
