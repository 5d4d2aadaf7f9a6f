/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz3NQQ6CMBBA0as0rNoEajRGTAgrNy69QoFBa9qpGaZIJNzdWJX9/3nWPwLxjMIMApaegs/0hoJzXXhiQRHZeigaD8142JX6PmTVb2nTw//nYq5wBtMBFbdj+XL93qZ6NCSwBslS5VuVU426JTAMp4AME0uMzqmqj9iyDSisBDUTcCQUqOOwdqQWmJJMHxhz+/WrN2Rgf7/DAAAA";
export default content;
