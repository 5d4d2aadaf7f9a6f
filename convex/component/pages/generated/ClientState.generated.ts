/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQTUvEMBCG/0rdU4PZdkFBTImiePWksBcPSZvpbto0KcnQXSj976YfInt6X2aegYfRXe88jkdMZEhgqr3rdlluHeoKwr5t2qfyoXnOmrArNhT/oHepTrA/Xw5NY+rHBRmkTywfL1AycYQykX0vaOdKbYCJzyXXmYLQouuZ+FjLOkXwnbbSMPG9NUED+CG6MPG1FjFRz4G/QBZ6ozHNf8J9TrJam3idzos7zoUgVHNICZU8HSujwSKDicxnSgdZGlCv6YHqaH0lKdKxOmujPNhotO3FRNgNgs5GjZNzStB//K1CPUQrUsB1+Y+fP2mpncNTOQdOxS/8hTlUaAEAAA==";
export default content;
