/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQvU7EMBCEXyVcFQtfjoaCRAZx0FKBRENhJ9mEBcf22UvuIMq74/wgdNWMdr+RRoOds56GAyUqJDA23nabbPdg3ff+i8iabXkwWN70x+wjbIqVpj9ur+oWtnCtm5bUz4z0yidGDEcoc/kKZaKck7yzJWrI5dOsy62G8EnW5fJxMcuVwHdolM7ly+okD+B7rGL8eTFy5F6AuIUsOI2U7t7C5Y5lDeqYTqfHhRBSMo4CUsaVSIdKIxjKYWRTrMagSg31XXrFMbY+sZT4UL2jrj2Y2Gj9y5HlZ0gcJNZora0l/8fvK8I+tmIFnOZ9/DSm4WYSz9UkNBa/Weoi5GsBAAA=";
export default content;
