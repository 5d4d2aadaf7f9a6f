/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XOSw6CMBQF0K00xEFJKjpwBKljRsYl9AlXrEJL2qfBNN27nxkLOMmx0+wDp5YFRYF8DX4qqt2ZBrSgHmHrrX3ggHd1j0XzoiBYQ5bKaZnYO9TQxuHJgUajupsd+wBXu1zqo9wr/qqllCbO5IxK3UgxnmhCbS7UDxCbhLxmDZZ/yP0+nJsP58UpiKAAAAA=";
export default content;
