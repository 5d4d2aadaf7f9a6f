/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmuhNGrY3D5704K0UsiTTdkuzE2anRg37301SrNFDYZgHb+DNB883LbH0r+AioHGjiKFRQtoyNYssryhEOuIdeencY3PIDnFRbE+hEk8BWOn+iNIT71zwX240n+ulJIuqj8K+kuXNQ9KF3yqx1r6Tr+Fey56pgydmYlW+7X2E1u0Q9uNjgnkY+GEkgqtrxhhLXTDKiQNIukD4MwSgHXB+7kGV85yY7VBeZkZp/kNjMi5+hgrErlznvIBkVyMUav1L4c4UazRhY9eitBloNhdcuyrzlumAlcT8tseU/8kerJCGJalM+DG1MtURDBs/9ZKKb1ysm3CuAQAA";
export default content;
