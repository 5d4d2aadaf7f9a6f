/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OSw6CMBRFt9I4gqRW/IQgBBOHrsIWfEBVWvJ4KISwdwHF4b05OTm6rCxSf2WqZjBkaMuV2KTW1PYJ6yxpygJhK+71KvqRZCaUFtRY0inU62R31EGO3Yy+FDITk+NyjHsvlGdi1qQg+d73xnkZFYYVtkHJA/+wXOymOsl97xD8nzfAQw5cxxSfHI+b0d66DvBeCEHcqBJCmaOa1LYiPWaHOLgRtHOq/pZGH8WVp9rkAAAA";
export default content;
