/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5srAVJiyJC+xml4KBrXKs7Mjs2JrL/HpUE8nRfzrnca4cRiZdOgBcmNITDIXqr0HnszfGviZPT0Pio84fsQbqNZM1buKeAdAZnb8AW3bH7eE/Oyef11bK7Rk/+G8fr18S80tWJLpd4rnf6H0jYnKTKmslVW5sAuYzAbUqaLfcmhaCW3rDAnKXSSw0MqQ+5Wx0yPJGTsbZr2eyVNHphTFGS0lVr+5qMS39AlwIbUWpfRA4GUxQlt0a8Xih/gwpm3pfD/jdkd9RqlQUpAQAA";
export default content;
