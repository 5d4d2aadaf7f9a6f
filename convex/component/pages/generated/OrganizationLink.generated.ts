/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwW6DMBBEf8XKyZYMrRKpakGIX+i9qsQCJriF3Wi9tGkt/3sDTaSc5vLeaMbPJ2KJrwqCcmlgmnf5Q0cYaHLZt/TQtstn/hF25ZXElRQra+BNID4C+l8QT5h1h/34dBh/7i3ZNL7xSOI7F7J2/+Kfj/yPfgErX7E25bBgt1Yp0PEEMhZsxcvkCkgmTk4UVaKNjT0IFCFVeHHYycKoH62/lJ2D0c5GoYI0G9uNfurZYfEGtlE0qMaGOkeYXV03Mjp1v795Tya58zYbtrOp/AOEdsUgJgEAAA==";
export default content;
