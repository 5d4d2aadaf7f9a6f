/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PUWuDMBSF/0roUwKpawf2QRFh+xlj4CXGmk5z5ea6uoX896ms0Kfz8n2Hc9w4IXG8CQjCpo5wPGQvBn3AwR5Nfg2vZzhnt3Ao/0m/kax5C/8QkK7g3S+wQ3/8uuT5FGZ+ttyu0YN/x+nnbWZeaXOh+/20tDv9DSRcRVKV3ezN1iZAxgm4L0iz48EWkFQcLAusWCodW2AoQqr86pDlmbw8abeWLUFJqyNjgZKUNr0bWrK++ADdCOxEo0OdeRhtXTfcW/F8oflMKtllXw7731T+ATyPWHEpAQAA";
export default content;
