/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OUQqCQBRFtzL0pTBNA5mIYlB9tYpm0FeaOU/GZyri3tPMPu/lcDh5WaGl4cZ0zWC8Wyw3YpegqfEF2yLrDwV4jXjWm+hH5mZGaUUvWPXnhgjNNvFt28ou/dJvbZmJyXG5jQcZqhMxNAkovvflNK+TxbAMG6t44HvrxVLdK+5LL/g/LUChRp7HFB8dyc1k71wH+CCEIG50CaF6WD2rsaJ8Kg/t6EbQLbVLbPQBXwyTducAAAA=";
export default content;
