/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03PwWqDQBAG4FdZctqFje0hh0QRoT33CUrBiY51i86Y3dGmlX33qCSQ01y+/2d+1w/sZf5QEBTGxnO/S14qpsAd7ocascLDMfkJu+wuaZViZT30CLD/BnL/II5p33A3nY4Hek5dNu8f/p2Hv7dRZNHnC7nzafrd9AReudxrkzUjVWubAj0PIG3qrTjpMIVo5g5FcS7a2LkGgTTEnJaMRxk96VfrlrJrMBrtLJyy9sZWretqj5R+gi0VN6q0oUgIeiyKUlpUzxPKr2giXrfPYdsbsxvzcUnSKQEAAA==";
export default content;
