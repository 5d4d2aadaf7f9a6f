/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQT0+EMBTEvwruicYu7EkTSDWuXj1p4sVDC32Lzy1t01ZACd/d8seYPb3Jm98kk8HWGhdG1InwCUwnZ9pdlj8a+338CsHofX3j+v4wyOzT78qNDn/cUcgG9tX5xw/NrV2QTrhEs7GHquBvUCXCWk5bU6GCgj8vd/1J8OdgbMGfVrF+A7gWtVAFf90Upx5ch3WMv6yCT9QxYHeQeaswpPm7v85JdkIV0+lsXDHGOaHIICVUsHSsFYIOBUxkjkn0olIg79MDxdh6IGmgY/2BSjrQsdHm84kUF0gcJNZojJGc/uMPdcAutiIlDMs+bh5T02VTR8V8wlT+Aim7j95rAQAA";
export default content;
