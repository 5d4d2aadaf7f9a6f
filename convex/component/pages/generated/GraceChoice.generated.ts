/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCQBBFf2XpSWHbFjIJxaB66ivaxbayckbGMRXx39PMHu/lcDhZXiBxdxa2FK6/EuYLtUoRSny55e0OGNBmrR7lIv6RGYwoz+gRi/ZQMSMs05DqWjeXL/22JCBhz5eUdDoyexYIqTNyHephngYLiDtWZOQ2DOZLXGxrZKiD7f+pnXuaXmYJJztPSxjsje852SmlWILNXWRuZEc1FpwN5RH1fuyaqXaKjT/zLLje5wAAAA==";
export default content;
