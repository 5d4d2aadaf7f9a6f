/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOQQrCMBAF0KsEcZFCrF0IQktcuxKPkLH9tpV2UjJRCiF3V7rzAA/eOC8+xCSsSBTyM/h5Vx7v1OMK6hAOg1T+jFNbvmTXfCioaKELw1an6Bk1rGO8Y6DJmXYYpy6Aa86FvejKxJ9aC+1kIXYmtROJ3GhG7R7U9VD7hPzPGqxbaPvE3HwBdq7s+qAAAAA=";
export default content;
