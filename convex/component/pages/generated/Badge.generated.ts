/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOQQ6CMBBA0as0xEVJKro0kLrQvWfoCIOCZYrtYNCmd5ewY/3zk9cNo/McHQkIAlPr3ZAVh6sbv5eJ2dG+ffcvG36nog9Z9QEvWKPMFWkZl4wlakM4sQdrVP3sbOORSkq5Psuj4uWac2nCCGRUrC2EcIMBS3OH5oFiFzFttwrnFbR6OFV/HzxheqAAAAA=";
export default content;
