/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ3W6DMAyFXwX1KpEC+7naQOwRtgeoKhGCO1KFBNkuo0K8+0i3qqnkO3/+fHTsMAbkpc00ZbAeMQy74skET8FBfmzPQ4/wUpxoV/2T7CPKN9QHtgYob1/f7ds3Xq7opDHzNQupsBbLpN0ZqORV1h/iWfkNmaVoOteoxThN9KkHKBsTxkvuLHGjTG9dh+DLr/YEhgvwjBZIsCwGPQqxZ4WHxEZRZ6fou13u00+b8r7ZcqiHw+4xB4FBSEOkKhM6SGWYyKQAtTDMXKL66TXHT4c4iqVcZQXztUD866/6BctFvA16AQAA";
export default content;
