/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03O0QqDIBiG4VuRjhRc62gHiTvYLmMMivzHHKWh/8oh3vsqKDx+Pj5ePYzWYdSGtJ5Aejk7FOX5bsff7Ytozam7uHmugio/vhBT6whKoIwbSSNq7KEG3r11rxyY2iQmr7TiuIyDZ7RRemp4PPyx20qYCyTGc1Q5LrfPxASELXUrxST+9jwEeLoAAAA=";
export default content;
