/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmih4atjePHjSg7dSyJJMky3tTpidWm3Y/26SYo0ehGEevIE3Hzx/6IilfwUXAY0bRQyNEtKW6bDI8opCpD3eNY8tNe2Zs11cFNtjqMRTAFa636P0xI0L/uxG87leSrKo+ijsK1nePCRd+K0Sa+07+RrutbRMJ3hiJlblW+sjdK5BaMfHBPMw8MNIBFfXjDGWumCUIweQdIXwFwhAO+B834Mq5zkxa1BeZkZp/kJjMi5+hgrErtzJeQHJ/o1QqPUPhbtQrNGEjV2L0mag2Vxx7arMO6YdVhLz2x5T/it7sEIalqQy4cfUylRHMGz81EsqvgCyjm03rgEAAA==";
export default content;
