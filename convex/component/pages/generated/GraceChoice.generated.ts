/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V4pTDXKBFTDKqrnqINnWXlfpm/qYjv3szs8vs4HE5Z1WBwvBLZEDUVBiqHbTLQDbyUX+z7pt0OBXs0TvIjSz2juKJnqIdTiwjaz0LTdbzPv/RbGqJTdD1q0pHH4ogEdKYE3YXczou1aHKH1ggahcF6kVwOgoY8iP5Pp9RTTLRMMT24nGpr7z1X0ZExhlTLSsXiZuSshhpLWx6byUtUv9QusckH8dw0P+cAAAA=";
export default content;
