/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOQQ6CMBBA0as0xEVJKroVUhe69wwdYFQMTEs7IKbp3UV3rH9+8rrBWc9xZAFBYLp7O2TF4Wrd5zIxW9rXI3X1aX4Xr5BVM3jBGmWuSMu4ZixRG8KJPfRGNc+ubz1SSSnXZ3lUvF5LLk1wQEbFpocQbjBgaWpoHyh2EdN2q3D5g+jn4VR9ASVL2YygAAAA";
export default content;
