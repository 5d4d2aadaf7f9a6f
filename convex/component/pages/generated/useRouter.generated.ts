/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz3NTQ6CMBBA4as0rtoEajRGF4SVG5duPECBwVTbGTNMEUO4uwF/9u/l8/FBLCMq1ymYWqa4smumEBp6Ys4JxUfIqwhVv98e7K1bFd/lIvMjv+fsrnAC1wDn5P0ddvBa6t6xwhK0aJNtTMYl2prBCRwJBQbRmEIwRZuwFk+ovAYzMkhiVGhT9+/YTDAsMs8wZv7jF2/NHO0SwwAAAA==";
export default content;
