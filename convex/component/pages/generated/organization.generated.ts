/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmtijDdubB0968FYKWTaTZEu7G2YnVg37301SrNGDMMyDN/Dmg+dOXSAeXsBEQGUmYRUm8ammcFpluQ0+hiPe1ev+waOx2SGuirr3ll3wQEIOR+QhUGO8+zST+VRtOGkUQ2Ryljc36yQLVwvWWr8FV8G95JbCGR6JAonytXUROtMgtNPjAMswcONwBFNVhDGWsiDknjxwukK4CwSgHnG+716Uy5yYNcjPC6NUf6ExKRM/vAXWW3M2joGzfyMESvlDYS4UO1R+r3cspBpp9ldcvS3zjsIBLcf8dsCU/8oeLZ/GxalM+D63MtfhFSk395KKLwQZveuuAQAA";
export default content;
