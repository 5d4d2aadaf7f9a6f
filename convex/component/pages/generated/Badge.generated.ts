/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOsQ6CMBCA4VdpiENJKjI5QOqgu8/QE07FwLVpD6lp+u4SNuY/f/INk7Oe00ACgsD89HYqqtPNut91ZrZ07M5+WerYV59QtF/wgjXKUpGWac3YoDaEM3sYjerew9h7pIZyqS+yVrxesZQmOCCjUjdCCHeYsDEP6F8oDgnzfmsxbqDNw7n9A2KNkyegAAAA";
export default content;
