/* Generated from pages/ by `npm run pages`. Do not edit. */

/** What the document loads. */
export const entry = {
  script: {"file":"console-o4akofzq.js","integrity":"sha384-ArFodymil/S9jdUTpkhrUnSoTJbg1YzKsd0Z/XyFn15ParNMX/X2vIwFkKYe8wh6"},
  style: {"file":"style-mdplzcbe.css","integrity":"sha384-NDNfpfYXk1CggRXNrAEA1W4vWkPqxO9nkNUeS6zBc1rWHp+dO2nsLWbYzmuglvi3"},
  icon: "icon-eb44b017.svg",
};
