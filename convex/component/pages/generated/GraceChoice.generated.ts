/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V0pTCXlIgpBl32FG3qny1zk/mbivjuTcsuv4/D4ci60QanGxEtgfludL1j+1yrVr/A67EQWdZV7Nnukh+JakFxQ5VGmUPrZYeTjEozruhbGKJSdFxq0smP+QWJVjlwegx9O69WochDd4bTKAy2ixRi5DT0g+j/9AAVn6lMMT07PlXWPrgO0IkxhlSJGmJeGrGodYPSZsdmdhMY1lT5LU0+ky8f9eQAAAA=";
export default content;
