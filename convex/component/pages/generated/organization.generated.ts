/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmuhJbdjePHgSxFspZE2m6ZZ2J8xOrRr2v5ukWKMHYZgHb+DNB8/vW2LpnsFFQOMGEUODhLRm2s+yvKIQaYdX0rzSXXt/m23jrFgfQiWeArDS3Q6lI25c8J9uMB/ruSSLqovCvpL5xU3ShV8rsda+ka/hWsuG6QgPzMSqfNn4CK1rEDbDY4JpGPh+JIKra8YYS10wyoEDSDpD+BMEoO1xvu9BldOcmDUoTxOjNH+hMRkXP0IFYhfu6LyAZP9GKNT6h8KdKJZowsouRWnT06zOuHZR5i3TFiuJ+WWHKf+V3Vsh9UtSmfB9bGWsIxg2fuwlFV8VnWAzrgEAAA==";
export default content;
