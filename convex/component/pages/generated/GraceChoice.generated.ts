/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O3QqCQBBGX2XpSmHbhERMMaiueop2s6m2csbW6UfEd08tu/w+Dodji5IcNzthKgHt0VExUbOcsKIbTMsDQA5hrC7VJP2Rd+5RHtENlfX6wUw43d/R7hfP10A/jROYsedLlzVBolcsCHPQch4F3dyiMCjO9HBaxlE4XuJgai2jIIz/zwvgqltpM86WXiCxs799D2SjlGKJpoBEn5zp1VSy7coT1/opvIda+41NP0xDDBjnAAAA";
export default content;
