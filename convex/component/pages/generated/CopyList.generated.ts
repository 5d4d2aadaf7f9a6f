/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ3W6DMAyFXwX1KpEC+7naQOwRtgeoKhGCN8JCgmyPghDvPuhWNZV858+fj47th4C81ImmBNZPDP0hezDBU3CQfjdz1+L5KevoUPyT7HeUr6gPbA1QWj+/2pcvnC/oqDHxJQupsBTLqN0PUM6rLN/Eo/IbMklRNa5Si3Ga6F33kFcmDHPqLHGlTGtdg+Dzj7oDwxl4RgskWGa9HoQ4ssJTZKNdZ8fdd708xp825W2z5VB3h819DgKDEIeIVSY0EMswkkkBamGYOEd1bjXvn077KJZylQVMlwLxr7/iF6gAFmt6AQAA";
export default content;
