/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02Py2rDMBBFf0VkJYHsBgoNtTHe9Re6KAVPHLmWHzPpaNIGG/17YieBrGZzzp17/XgklvlDQVAuNkzjJn2pCQMNLunept8d/7+nXdjkdxIXUqwsBx8C8Q+gn0A8YeJlS7yf+mfrc+X5wSOJr11I+q7f7V+724M/YOUL1iZvTlgvUQr0fARpM7biZXAZRDMPThQVoo2dDyCQhVjg1WEnJ0a9tf4adg5GOzsLZaTZ2Lr1w4EdZl9gK0WNqmwoU4TRlWUlrVPP/avvaKI7r7VhHRvzC/VMaDYmAQAA";
export default content;
