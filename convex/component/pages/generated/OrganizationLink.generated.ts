/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03P0WqDQBAF0F9Z8rQLGyuF0lYRoX3uF5SCE13rtjpjZsc0jey/V6WBPM3LuZe5fhiJZX5TEJSLLdOwS+5qwkC921OTPg2PaZN8hV3+L3GVYmU9eA0QfwL6C4gn3OODu4R7+r5NHTfPV/9K4+/LJLLowxH94fn0s+kTsPIFa5O3E9ZrmwI9jyBdxla89C6DaObeiaJCtLFzAwJZiAUuGXYyMerU+qXsHIx2dhbKSLOxdef7hh1m72ArRa2qbCgThMGVZSWdU7cTqo9oojtvn8O2N+Z/Fqah1ykBAAA=";
export default content;
