/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03OQQrCMBCF4auErhKIVVxpQ7yICK3NqCNtIslQKmHubi0oWX+Px4/jK0TK5EWXBPAthrGqtz4Q9pA21/0RD/f4rp+pMlMXBVmQSnsrMyEN0IDuHzi4CL7xrOxJ7jQt4zkp2TqcWp3/fv7Zl6gUYKVLdCUutxdWBua1c80kNh/6M8cmtwAAAA==";
export default content;
