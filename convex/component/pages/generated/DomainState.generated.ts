/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA2WQzU7DMBCEXyX0UCWSWzhVlSuDKIIz4sAFIXkbO6nbxA72NrREfnecPzVST56RZz7triorY7HBCFwkfWZNOVveb0HkcnFcXXb7db1aHtxsM+SMboM4Bl9MddmeEI1eZD+HY+H+1l26BhtphnFCLGsqqYXSOeWQplIjJ7W0KlNSUJ4bIzjJQBWt20Ew8lwpOzpP1KT/3osp4HNQV8hb9044r70ILGBxI0wJStPGIaCkOMTcM1LwPmGPyBjjI5/P53DHmD4VxVP8QHTY7ZzEkjRhYUn5L1jdzZPuVSGs1JR/yNRYEZXKufbHJ/S2Z7/w+1pRwflkE+Zo7wv9eTf/UmxX2JcBAAA=";
export default content;
