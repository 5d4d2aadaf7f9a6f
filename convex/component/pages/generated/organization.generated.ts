/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmijqpWF78+BJD95KIUsyTba0O2V2atWw/90kxRo9FIZ58AbefPD8bk8s3Su4CGjcIGJokJDWTLtZllcUIm3xpmkDPfDjfbaJs2J9CJV4CsBKd1uUjrhxwX+5wXyu55Isqi4K+0rmV3dJF36txFr7Tr6GWy0t0xGemIlV+db6CHvXILTDY4JpGPh+JIKra8YYS10wyoEDSDpD+BMEoO1xfu5BldOcmDUoLxOjNP+hMRkXP0MFYhfu6LyAZBcjFGr9S+FOFEs0YWWXorTpaVZnXLso8z3TBiuJ+XWHKf+T3Vsh9UtSmfBjbGWsIxg2fuwlFd+hujR8rgEAAA==";
export default content;
