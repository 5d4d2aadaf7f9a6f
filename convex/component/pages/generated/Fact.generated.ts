/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOsQrCMBSF4VcpnRKItYMgtNTZSdxFSGiuNtLcSG4ohZB31xSUdv4OnN/Yt/MhEhaKCkgP72xZ7a/qCWdQGvxuoNod4dBXLyrbSfkidMC4wI5FVBYaEP1gRu0BG0y8O7FahO92Js6kNpMU8e+3n2UKa4HExRp1xlERXfKFNDgaBLl5uifewrzEL+0htR+Xazq0zAAAAA==";
export default content;
