/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O2wqCQBRFf2XoSWGahEREMaie+osZaixv59jMMTXx31PLHvdmsVhZVaOhoWPKMj2mBquN2F0RLJZ660NqqWofIreb+EcizCit6Bnr/tQQIWzTZ16U9h0u9EsZBgk5LjfJ4EXySAzhqiXfB940L5MF2AMbI3kY+OvFbqqXPPD88P+0Whdy5FlCycHxOEz2znU0H4QQxEFVOpJ3o2Y11pRN5ZEZ3Vh3S232jY0/Cp00PucAAAA=";
export default content;
