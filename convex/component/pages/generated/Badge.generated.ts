/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOQQrCMBAF0KuE4iKFWN0JLXHtSjxCps23VppJSaJUQu6udOcBHrzJLT6kTCwoCpR78K5qDjcacQFZhD3s1H/cqW+esereFETSkLViLXPyjBbaMF4p0GzU8JhmG8Atl1qf5VGln1praeJCbFQeZorxSg6t6cmOELuM8s86rFto+6TSfQEtp3pJoAAAAA==";
export default content;
