/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwWqEQBBEf2XY0wzMms0lCYoIyWeEgI22cUSnpaeNZmX+fVV2YU91ea+ocsNILGunICiMDdNwSl4q8oF6PJOTGT6GLunCKbuTfifFyh7+IRD/gndXEEf+3A1hfMfp9dlyh8YP/ovG/89JZKOrN57ny1If9B+wcjlrkzWTr/Y2BXodQdqUrTjpMYVo1h5FUS7a2LUGgTTE3G8Oo0zs9cW6rWwJRqNdhVLSbGzVur5m9Ok32FJRo0obisTDgEVRSovq+UL5E03E5VgOx9+Y3QA+o1ASKQEAAA==";
export default content;
