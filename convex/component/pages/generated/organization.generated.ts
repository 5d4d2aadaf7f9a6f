/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmtST0rC9KXjy4q0UsiTTdkuzE2anVg37301SrNFDYZgHb+DNB883LbF0z+AioHGDiKFBQtowNbMsryhEOuAd1fPH5mFeZ/s4KzbHUImnAKx0d0DpiLcu+C83mC/1QpJF1UVhX8ni5j7pwm+UWGvfydcw17JjOsETM7Eq33Y+Quu2CLvhMcE0DHw/EsHVNWOMpS4Y5cgBJF0g/BkC0PY4P/egymlOzLYorxOjNP+hMRkXP0MFYpfu5LyAZFcjFGr9S+HOFCs0YW1XorTpadYXXLss85Zpj5XE/LbDlP/J7q2Q+iWpTPgxtjLWEQwbP/aSim+8ACP2rgEAAA==";
export default content;
