/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XQwWrDMAwG4FcJPdmgZrsuITts9+0BSiGOo1EXx04lNc0IeffFg1IXdJP06UduGCPJcpHCcIEg6w/FYVe+fMbx9+MqEsO+uwTXvU238sy7ejJUhAaVBmrUMhl/Ra5w1c27eoWwjcxatb1vYbHeMH+ZAavWbtjeO5YW7Mn5njBU390ZrZQYhByyQl0OZlTqgEDHTOPEuSl5981DfmkjH50tBzwt9s85GC1hHiKnbOwxxyjDtBJYBGepCG4nI+nSMRWg1quucf7/IqUnylr/AUX4lRJVAQAA";
export default content;
