/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBSGX2V0pbDWoFihGFRXPUUbtmqZ58g8piK+e5rZ5f/z8fG5vEBP3YWZktn+5jFfiFWKUOLLLvMquznYKvEsF/GPdDCiNKMnLNpjRYSwTJWva9lcv/TbeAYJBSH3SScjfSCGkFrN10oO8zxYgD2w8prv1Ga+2NW0miu52f2f2tpM99wllOwDyWGwN2FgeSeEIA4mt5G+ezOqsSA3lEe+D2PbTLVTbPwBxaqvOecAAAA=";
export default content;
