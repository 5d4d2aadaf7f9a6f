/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PUWuDMBSF/0roUwKpc6zsQRFh+xlj4K3GmqK57ua62ob896q00Kfz8n2Hc+wwInE4C/DCxJZw2CVvNTqPvdl3h/HQHG9/ydnv8gfpVpI1r+GeAtIJnL0BW3T79v14+ujr9NWym0ZP/hvH69fEvND1J10u6dxs9D+QsAVJlbeTq9c2ATKMwF1Gmi33JoOoQm9YYMFS6dAAQ+Zj4RaHDE/kZKrtUjZ7JY0OjBlKUrrubN+QcdkP6EpgKyrty8TBYMqy4s6I1wvVb1TRzNty2P7G/A7RCDnIKQEAAA==";
export default content;
