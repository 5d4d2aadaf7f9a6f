/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwWqEMBRFfyXMKoGMHVroQhGh/YxS8FVjzVTz7MvLaBvy76MyA7O6m3Mu99pxQuJ4FuCFSR3heMieGnQeB3P8CcF/8TRkZ38obqTbSNa8hbsLSN/g7D+wRXcc5+UFfy/Pj5bdNbrz7zj9vQXmlW5eaZ5PS7vTFyBhS5Kq6IJrtjYBMk7AfU6aLQ8mh6TiYFhgyVLp2AJD7lPpVocMB3LypO1atngljY6MOUpSuunt0JJx+QfoWmAnau2rzMFoqqrm3ojHC/VnUsks+3LY/6biCruqd4IpAQAA";
export default content;
