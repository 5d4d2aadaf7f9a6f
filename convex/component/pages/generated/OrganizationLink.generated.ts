/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwWqEQBBEf2XY0wzMGnMJRBEh+YwQsNExzq52S0+bNcr8e1R2YU91ea+o8sNILOtFQVAutkzDKXmpCQP17ty+Tu/ooE4u4ZTfSdxJsbIHPgTiH0C/gHjC83VYFp7S67PlD40f/CeNfx+TyEbXb3y7pXNz0L/AyhesTd5OWO9tCvQ6gnQZW/HSuwyiWXsnigrRxq4NCGQhFrg57GRi1Kn1W9kcjHZ2FcpIs7F15/uGHWZfYCtFrapsKBOEwZVlJZ1Tzxeq72iim4/lcPyN+T+fAAtGKQEAAA==";
export default content;
