/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ3W6DMAyFXwX1KpECm3a1gdgjbA9QVSIEb00XEmS7lArx7iP9UVPJd/78+ejYfgjIc5tpymD5wdBvihcTPAUH+Yk73bbHv+JAm+pGso8o31Ef2BqgvH37sO+/eL6go8bM1yykwlrMo3ZHoJIXWX+KV+VXZJKi6VyjZuM00ZfuoWxMGM65s8SNMnvrOgRffrcHMFyAZ7RAgmXR60GILSvcJTaKOjtG3/1ym35alY/NmkM9HXbPOQgMQhoiVZnQQSrDRCYFqJlh4hLVaa85ftrFUSzlIiuYLgXitb/qH9j8zjJ6AQAA";
export default content;
