/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ0W6DMAxFfwX1KZECm/a0gdgnbB9QVSIErwSFBNkeo0L8+8i6qqnkNx8fX107TgF5bTNNGWxfGMZD8WSCp+Agd+euH9vhUgx0qP5J9hHlG+oDWwOUty9v9vWMV3TWmPmahVRYi3XW7huo5E3W7+JZ+R1ZpGg616jVOE30oUcoGxOmS+4scaNMb12H4MvPdgDDBXhGCyRYFqOehDiywlNio6izc/TdLo/pp1153+w51MNh95iDwCCkIVKVCR2kMkxkUoBaGRYuUf30muOnUxzFUm6yguWvQLz2V/0Cfx7vxXoBAAA=";
export default content;
