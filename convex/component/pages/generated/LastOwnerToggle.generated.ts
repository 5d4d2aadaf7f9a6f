/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2XPwW7CMAzG8VexOLVS6CZN27RWnbTjnmDXpMWFlMRGjmEFxLsvZXDiaPknffr7uGPR8xFcArwMwnFRPfVMiQMu49vrakonrca0aG7yR2eqd0qsvse03I7b9+5l/LjSgxOgVovSSFuU7WfxbCg/prJAcw6uw1Dbr5AY/ACOgGXtyJ+ceibQDRJs8gQx8C+hWEMuYm0Hlh6tWWHqxe9mW9tvffSwJ/UBjryHtT/gDEByDSjnMc6nQMTYoVT2UjY4XbPkv6r5A5ktqUUQAQAA";
export default content;
