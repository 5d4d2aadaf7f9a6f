/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOQQ7CIBAAwK+QxgNNsBpP2gaf4BvY0rViYGlgNTWEv2t68wGTjAtLTFyYBGSB9Z5iaLoDRXYW8348Xdx5Tp/umZvhDUmwRtkq0rJwJOxRG8IXJ/BG2YfzU0Lqqbb6Ko+Kf2ptpckLkFHFesj5BgF7M8I0o9gVrP9swHXbbBmuwxcLqvmznQAAAA==";
export default content;
