/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OQQ6CMBQFr9KwgqRUEgggBBOXnsClrfjVgrRYvoIS7i6IuHwvk8nIqtYG+wMRDYHhbHRlsVWuVaNv4Bbh+x6Zds2Kxkp/5B4nFBdUaZQ5NG5ZlNHRL2b0KQxRGdoONVnvJXyLRKscOPVDb5w7RYQiV/0wnMZhsFzkJF6chl4Q/58WoOQDlRlmG9ujarR3jg20Z4whVaKChF+MmNS6RjlmJ2ZwUui+qXIuTT9I7Jnm5AAAAA==";
export default content;
