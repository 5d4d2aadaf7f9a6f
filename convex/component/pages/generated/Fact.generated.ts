/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03OQQrCMBCF4auUrhKI1a0NcaHHEKGtGTHSTtpkjJWQu9sKStbf4/GbYbSO4kRF6wtIN2eHstqe7Pg+PoksbroJTbcPr+rhSxlaV5ACxgUqFslQDzWI69302gHWmLg6sJ2gZTx7zhptQiPi388/W4lygcRFjjrH5faSuIT5m4prKSX5AfioBku6AAAA";
export default content;
