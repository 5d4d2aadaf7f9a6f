/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ0UrEMBBFf6XsUwJpFUTFlvoJ+ujDstA0Hdl006TMjLVa+u82q4tZmLc5c+Zy7TAG5KXNNGWwvmMYdsWNCZ6Cg3x4uO9m+uaip131R75xRPmC+sDWAOWn/vTY3vVPZ3TSmPmahVRYi2XS7gOo5FXWz+JW+Q2ZpWg616jFOE30ogcoGxPGr9xZ4kaZo3Udgi9f2x4MF+AZLZBgWQx6FGLPCg+JjaLOTtF3udynnzbl/2bLoa4Ou+scBAYhDZGqTOgglWEikwLUwjBzierzqDl+OsRRLOUqK5jPBeJvf9UPaUX5a3oBAAA=";
export default content;
