/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPwW7CMAzG8VexOLVS6NBO0KqTdtxbJO3cNlNiM8ewdoh3X8rgxNHyT/r09/HIopcFXAK8DsJxU730TIkDbsP0ffC7eV99pU1zl0or1QclVt9j2navB78fZbnRsxOgVovSSFuU7VuxM5Qfc1mguQTXYajte0gMfgBHwDI68r9OPRPohARTniAG/iEUa8hFrO3A0qM1n5h68cfV1vZDnz2cSH2AhU8w+jOuACTXgHIe43wKRIwdSmWvZYPzLUv+q5o/gLxuZhABAAA=";
export default content;
