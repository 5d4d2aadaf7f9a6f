/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O3QqCMBiGb2V4pDDXKBFRDKqjrqINXWrmPpmff4j3nmZ2+L48PDxFVYPB6UFkQ9T8NFBZ7JCAbuCt3DI/Zp2HNXs1VvQjC72iuKM3qMdriwjaTXzT93xIv3QnDdEx2g418cRDcUECOlGCnny+zPti0SSH1gga+N5+kVSOgvrcC/5Pr1QpZlrEGJ9tTvViHxxb0YkxhlTLSoUiM3JVQ43FUh6a2YnUsNVusdEHB5f0JecAAAA=";
export default content;
