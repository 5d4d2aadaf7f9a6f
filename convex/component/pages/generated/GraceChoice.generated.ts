/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OQQ6CMBQFr9K4gqRUEhARgolLT+DSVvhqQVrSfhUl3F1AcfleJpORdaMNdkciLIH+bHS9YMtcK6tv4NXRqmjtG1lpF+mPPOCI4owqjTIH61VltT4F5WZCH8IQlaHjUpN1fsJ3SLTKgdMg8oe5V0QoctV3w2kchfNFCvHiNPLD+P88ASreU5lhtnV8qgZ76zpAO8YYUiVqSPjFiFGtG5RDdmJ6N4V2SpXf0vQDS4h8+uQAAAA=";
export default content;
