/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmui1YXvzIAhevJVC1mSSbEh2w+zUWsP+d5MUa/QgDPPgDbz54Nl+8MTjM5gAqMwsrPwsLlbk+02SFt4F3+FdV5dN/9aekzZssuroCrbeAQk5dsijp9o4+2lm86ncctQoxsBkC97ePESZ2Uqw1vrd2xLuJTfkT/BI5Enkr40NMJgaoZkfe1iHgZ2GA5iyJAwhlxkhH8kBxyuEvUAA6gnn++5Evs4JSY38sjJy9RcaozLh7ApgvTMnYxk4+TdCoJQ/FOZCsUflDnrPQqqJ5nDF1bs8Hci3WHBIb0eM6a/syXJxWhzziB9LK0sdTpGySy8x+wIfDE9MrgEAAA==";
export default content;
