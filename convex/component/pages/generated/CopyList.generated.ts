/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XQwU7DMAwG4Fepdkokr3BErcoB7vAA06SG1NNS0qTYXilUfXcapGmZ5Jvtz7/shjGSLDEUhgsEWU8Uh1358BrHn5eLSAz701f/6fn3qex5V0+GitCg0kCNWibjL8gVrrp5Vo8QtpFZq7bzLSzWG+Y3M2DV2g3be8fSgj073xGG6v2jRyslBiGHrFCXgxmVOiDQMdM4cW5K3nXzkF/ayFtnywF3i919DkZLmIfIKRs7zDHKMK0EFsFZKoLvs5F06ZgKUOtV1zj/f5HSE2Wt/wDic7ttVQEAAA==";
export default content;
