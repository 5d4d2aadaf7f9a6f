/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PUWuDMBSF/0roUwKpa/cwmCLC9jPGwIsmM0Vz7c111YX896m00Kfz8n2Hc9wwInG8CAjCJEs4HLKXBn3A3hzt+xym18Vml3Ao7qTfSNa8hX8ISD/g3R+wQ3+056s9j9fl2XK7Rg/+E8flY2Je6eaNbrfT3O70L5BwJUlV2Mk3W5sAGUfgLifNjnuTQ1KxNyywZKl0bIEhD6n0q0OGJ/LypN1aNgcljY6MOUpSuulc35Lx+RfoWqAVtQ5V5mEwVVVzZ8Tzhfo7qWTmfTnsf1PxD/qTTCQpAQAA";
export default content;
