/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OUQqCQBRFtzL0pTBNA4mIYlB9tYpm0EmtnCfPZ2ri3tPMPu/lcDhFWQHScGW6Zma8IZQbsUvA1vA028zLIcvfKO71JvqRhZ1RWtEzVP2pIQK7TXxsW9mlX/qlkdmYHJdjPMhQHYmBTYzie19O8zJZLMuhQcUD31svlupecV96wf9pjXmokRcxxQdHcjvZO9cxfBBCELe6NKHKUM9qqKiYykMc3ch0S+0SG30AC0Hi+ucAAAA=";
export default content;
