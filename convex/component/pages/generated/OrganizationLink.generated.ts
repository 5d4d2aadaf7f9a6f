/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwWqEMBRFfyXMKoGMtYspRRGh/YxS8FVjzRDz7MuzYyfk36syA7O6m3Mu99pxQuJ4FhCEST3heMieWvQBnTmO7qvrT6ef7BwO5Y30G8mat/B3AekbvL0CW/RHF/rnK73mj5bdNbrz7zj9vc3MK92+0OWSL91O/wIJW5FUZT/7dmsTIOMEPBSk2bIzBSQVnWGBFUulYwcMRUiVXx0yPJOXubZr2RKUNDoyFihJ6XawriPjiw/QjcBeNDrUmYfR1HXDgxGPF5rPpJJZ9uWw/03lPxdqWH0pAQAA";
export default content;
