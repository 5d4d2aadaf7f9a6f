/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAy3JQQrCMBBA0atkOQNhituW2hN4gpBFkKlE4iQkUxVK7i6V7j7/rZvcNWYxDIx7YjU6C3/MLZRpzRWOIyav5lSehVpJUWFwNPrBXpCeOQrgpNRYga0jIqXH0bgszlvx2CvrVuVPnl6hADi26nG+wq5RE49s3yFt3EbtiJ2/JVfd2YRmtE8/X5L9zKcAAAA=";
export default content;
