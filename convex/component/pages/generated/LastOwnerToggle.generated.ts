/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAzWPXU7DQAyEr2L1KZHSgHiCREHiApxhf+IkW+3alddAQ9W7s2nokyXPNx5PSGcWva5gM+BtEk6H9skzZY54jPO4JHda21M+9P+k0obqAyXW4DEf3ctbeJ1lR7+tAA1a1Y0MVT28V88NFeFSV9hco3UYO/MRM0OYwBKwzJbCr9XABLogwVIiiIF/CMU0ZBN2ZmLxaJoRs5dw3tjOfLLjcQVfjtx91uv2XdC8e+GLNMSSwUUWSJhcGTMWvSxASsnW3OoeL/duslfr/wDQaBJyFQEAAA==";
export default content;
