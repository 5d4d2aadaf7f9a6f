/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPwW7CMAzG8VexOLVS6CbtwGjVSTvuCXZN2rklJbErxzAY4t2XsnHiaPknffr7OLPo5QwuAV4H4biqnnqmxAHXOnb8Om831ZRWzb/81IXqnRKr7zGt99N+071M2xs9OgFqtSiNtEXZvhXPhvLjVBZoLsF1GGr7HhKDH8ARsIyO/I9TzwS6Q4JdniAG/iYUa8hFrO3A0qM1X5h68fNia/uhjx4OpD7AmQ8w+iMuACTXgHIe43wKRIwdSmWvZYOnW5b8VTW/tO0irhABAAA=";
export default content;
