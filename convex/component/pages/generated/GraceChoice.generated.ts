/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OSw6CMBRFt9I4gqRW/IQgBBOHrsJWfEJBWvJ4CoSwdwHF4b05OTm6rCxSf2WqZjA80JYrsUmsqe0T1sW9yzNstiKvV9GPJDOhtKDGkk6gXt92Rx2k2M3oWyEzMTkux7j3QnkmZk0Cku99b5yXUWFYZl8oeeAflovdVSe57x2C/9MAFHLgOqb45HjcjPbWdYD3QgjiRpUQyhTVpLYV6TE7xMGNoJ1T9bc0+gDc2My25AAAAA==";
export default content;
