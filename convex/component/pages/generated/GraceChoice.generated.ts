/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OSw6CMBRFt9IwgqTURgnhE0wcugpb8QlVaLE8FULYu4Di8N6cnBxVN8bicCKyJTBerakdtsmNbk0FflU+YsW7iN1aJ/2RqGcUV1QbVDm0/nkbq6iw/YK+pCU6Q9ejNht4Ig5IjM5B0F3Ip3mcFJqU5mkFjcJgvchF9oKGPIj+zxvgLkaqMsz2Lqd6sneeC3RgjCHVsoZEFFbOatOgmrITO3opdEuq+pamH3//QDTkAAAA";
export default content;
