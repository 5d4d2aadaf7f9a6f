/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPwW7CMAzG8VexOLVS6TbtgNaqk3bcE+yaNHNpSmIjx1AY4t2XsnHiaPknffr7uGfRyxlsArwOwnFVPzmmxAHX48s0b/rZ1VNatf/ySxeqd0qs3mFa76bdpn+d3m70aAWo06KspCvK7r14rig/TmWB1SXYHkNjPkJi8ANYApatJf9j1TOBjkgw5gli4JlQTEU2YmMGFoem+sbkxO8X25hPffRwIPUBznyArT/iAkByDSjnMc6nQMTYo9TmWrZ4umXJX1X7C85u070QAQAA";
export default content;
