/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P3WqDQBBGX2XJ1S5sbAmxP4r4Cr0vBadmjFt0RmbHklb23VslgVzNzTnD+cI4sejyZiAaTJ3wuMseWqbIA+7bmE/HAUP2FXfllaSVVK/roZvAcgYKv6CBaR+e5/yQH5/uLd00ufHEGlqM+8/Da3g5y8+GfoOYUIl1ZTdTu74yYJcJtC/Ea9ABC0huGVANV2qdX06gUMRU0b8jqLOQffRr7SU6i35RLtiK820fhpMgFe/gG8OdaXysM4IR67rRHs19f/ORXMLLlg3b2FT+AfURxMImAQAA";
export default content;
