/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQWvDMAyF/4pWdrDBS7bbaHBvO+y0y26lEJOoiUtjBVlduwb/9yUrazMGA6EHT/D0wfNdTyyDAxcBDU0i5jxJSFumbpHlFYVIe3ygk++em77LdnFRbA+hEk8BWOlhjzIQNy74s5vM13qJyQY1RGFfyfLuKenCbxVaaz/I1/CopWU6wgszsSrfWx+hdw1COz0mmIeBH0ciuLpmjLHUBaMcOACmK4S/QADaEefnLqqc58SsQXmbGaX5C21c/AwViF25o/MCkv0boVDrG4W7UKzFhI1do9JmpNlcce2qzHumHVYS8/tBUv4re7RCGhemMuHp1kowbPx3L6n4AuOGP02uAQAA";
export default content;
