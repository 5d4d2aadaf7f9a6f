/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmih4kIbtTcGTF2+lsMtmmmxpd8Ps1Kph/7tJijV6EIZ58AbefPD8oYvE/RPYBKjsKKziKCFvKR4WReliSHGPN12N6PD+odilRbU9Bsc+BiAh+z1yH6mxwX/a0Xyul5w1ij4xecfLq7ssK78VrLV+i76GW8ktxRM8EkUS5rX1CTrbILTj4wjzMPDDcAJb14QpGVkR8pECcL5A+DMEoB5wvu9BmHlOKhrkl5lh1F9ozMqmj+CA9cqerGfg4t8IgVL+UNgzxRpV2Og1C6kGms0FV69M2VHcoeNUXveYy1/ZgxXysDibjO9TK1MdQZHyUy+5+gIjs6AergEAAA==";
export default content;
