/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPy2rDMBCF4VcZsrJBcQMtlNq40GWfoFvJ7jiWI82E0eTWkHevnMsqy2E+OPw+bln0fAKXAC+DcFxULz1T4oDLUQ/s3OqtmtKiucsfnak+KLH6HtNyM23eu9fp40r3ToBaLUojbVG2n8XKUH4cywLNObgOQ22/QmLwAzgClrUj/+fUM4GOSDDmCWLgA6FYQy5ibQeWHq35xdSL3862tt/67GFH6gOceAdrv8cZgOQaUM5jnE+BiLFDqeylbPB4zZJbVfMPcMCsghABAAA=";
export default content;
