/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQWvDMAyF/4pWdrDBS9Zrg3vbYTDYZbdSiEmUxFlrB1ld1gX/9yUp67IdCkIPnuDpg2ePnSceXsAEQGUmYeUncbEif1wlaeFd8Ad8eC/PbUP9OmnDKqtOrmDrHZCQwwF58FQbZ7/MZD6XG44axRCYbMGbu3WUma0Ea60/vC3hUXJDvocnIk8if2tsgM7UCM302MMyDOw4HMCUJWEIucwI+UQOOF4h7AUCUI84P3cn8mVOSGrk14WRq//QGJUJZ1cA663pjWXg5GaEQCl/KcyFYofK7fWOhVQjzf6Kq7d52pFvseCQ3g8Y0z/Zo+XiuDjmET/nVuY6nCJl515i9g328ggxrgEAAA==";
export default content;
