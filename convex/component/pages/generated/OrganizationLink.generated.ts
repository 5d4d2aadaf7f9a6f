/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02Py26DMBBFf8XKypYMfWSBCkLs+gtdVJWYEFPMYyYaT5o0yP+egBIpq7s55+pePx2IZf5UEJSLLdO0SV8awkCjS7q3/pTtTk3ah01xJ3EhxcoS+BCIfwH9BcQTJsM2u7T9//uz9bXy/OCRxDcuJEM/ZLtt/7Gif8DKl6xN0R6xWaoU6PkA0uVsxcvocohmHp0oKkUbO+9BIA+xxJvDTo6M+tX6W9k5GO3sLJSTZmObzo97dph/g60Vtaq2oUoRJldVtXROPe+vf6KJ7rzOhvVsLK7mzDkvJgEAAA==";
export default content;
