/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RMU/DMBCF/8pRMdiSSWBt5G4MTDCwVZVskmviktrR+UKByP+dJBUlMCCd7knvpHef9NyxC8TDE9gIqOwkrMIkPu0pHFdZXgYfQ4s3r30fX7hrs0NcFfvel+yCBxJyaJGHQLX17tNO5kO15qRRDJHJlby+ukuycHvBWuu34Cq4ldxQOME9USBhnhsXobM1QjM9DrAMAzcOR7BVRRijkQUh9+SB0wXCnSEA9YjzfffCLHNiViM/Lgyj/kJjUjZ++BJYb+zJOgbO/o0QKOUPhT1TbFH5nd6ykGqk2V1w9cbkHYUDlhzz6wFT/it7tHwaFyeT8H1uZa7DK1Ju7iUVX04rZJ6uAQAA";
export default content;
