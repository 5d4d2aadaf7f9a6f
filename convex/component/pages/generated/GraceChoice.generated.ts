/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O3QqCMBiGb2V0pDDXIBNRDKqjrqItXWblPpmff4j33szs8H15eHiKsgKD45XImqjpbqDcsG0Kuoa38rJ91d2wzdmz3sQ/stAziit6hmo4NYigvTQwXcf77Eu30hCdoONSk4w8EkckoFMl6C7gdl6sRZMHNEbQMPDXi2RyEDTgfvh/OqVeYqJFgsnB4VRbe+86io6MMaRalioSuZGzGiosbHlkJjdW/VK7xMYfP02wRucAAAA=";
export default content;
