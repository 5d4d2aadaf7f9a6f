/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V0pTDXIBVRDKqrnqItnWXpfpu/qYjvnmZ2+X0cDicvKzA4XIisiRozA+WGbRPQNRTKKYtrmnneiz3qTfQjcz2juKInqPpjgwjaSXzTtrxLv/RbGqJjtGxq4oGH4oAEdKIE3fl8mufJoskdGiNo4LvrRVLZC+pzN/g/rVJPMdI8xnhvcaone2dbig6MMaRalioUNyNnNVSYT+WhGe1IdUvtEht9AK0aJpXnAAAA";
export default content;
