/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQy26DMBBFfwVlZUuGVuoiDYh+QrvsIoqEMdPGxNhoZkqpEP9eyENxpNnNmTNX13Z9QJ7qRFMC8xeGbpM9meApOEj5uw6v/W6btbQpruQnryjfUB/YGqD01J629Uu7O6ODxsSXLKTCUkyDdj9AOc+yfBPPyi/IKEXVuEpNxmmid91BXpnQ/6XOElfKHK1rEHz+UbdgOAPPaIEEy6zTvRB7VniIbLTq7LD6bpf7+NOivG+WHOrhsHnMQWAQ4hCxyoQGYhlGMilATQwj56h+j5rXT4d1FEs5ywLGc4F46a/4B2+CSol6AQAA";
export default content;
