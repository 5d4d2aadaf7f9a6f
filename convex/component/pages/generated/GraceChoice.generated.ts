/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OUQqCQBRFtzL0pTBNA4mIYlB9tYpm0FeaOk/GZyri3tPMPu/lcDh5VaOl8c50w2B6WKx24pCgabCEfVakRw+SUryaXfQjc7OgtKFXrIdLS4Rmn/i262Sffum3tszE5LjcxqMM1ZkYmgQUP/pynrfZYliGrVU88L3tYqkeFPelF/yfDqBQE89jik+O5Ga2964DfBRCEDe6glA9rV7UWFM+l4d2ciPo19o1NvoAz22AXecAAAA=";
export default content;
