/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-fwp3nakz.js","integrity":"sha384-EVSxyau2L2p977gX0lCisDqDhcnyRv5Ojucr4trb2WqL3Ri0oq48f1vxf68z856W"},
  style: {"file":"style-eewvicsp.css","integrity":"sha384-H4LV2P/VP/mG30Gj0SGfzTl5GOmyxv0uRDMBuUixavgHa+KpGYgYftqWjfhfva8q"},
  icon: "icon-eb44b017.svg",
};
