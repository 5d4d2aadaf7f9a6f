/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OQQ6CMBQFr9K4gqRUDAQQgolLT+DSFvxKQVpSvoIh3F1AcfleJpORdaMNDhciWgLjzeh6w7a5Vq1+gFPsyi7MupyV7Sb5kWecUVxRpVHm0DpVWYWZV+4X9CUMUSlaNjXp4Mb8iESrHDj1AneaJ0WEIoV+Gk6jwF8vchVvTgPXj/5PB1DxkcoU04PlUjXZe9sCOjDGkCpRQ8zvRsxq3aCcsmMz2gn0S6r8liYfEDpjgOQAAAA=";
export default content;
