/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmijopWF78yAIXryVQpbNJNmS7obZqVXD/neTFGv0IAzz4A28+eC5Qx+Ih2cwEVCZSViFSXyqKRxWWW6Dj6HDGxsf+vsOXbaPq6I+essueCAhhw55CNQY7z7NZD5Va04axRCZnOX11V2ShasFa63fgqvgVnJL4QSPRIFE+dq6CL1pENrpcYBlGLhxOIKpKsIYS1kQ8pE8cLpAuDMEoB5xvu9elMucmDXILwujVH+hMSkTP7wF1htzMo6Bs38jBEr5Q2HOFFtUfqe3LKQaaXYXXL0p857CHi3H/HrAlP/KHi2fxsWpTPg+tzLX4RUpN/eSii82j10HrgEAAA==";
export default content;
