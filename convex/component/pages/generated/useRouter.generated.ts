/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz3NTQ6CMBBA4as0rtoEanShJoSNnARwSIrtDE6niBLubsSf/Xv5XBiIZUZVRwVLxxQ2dsvk/YXumHNCcQHyJkAzHvZH28dN8V3i+sjvqWh4nJMIYd7d+quPz9NajzUrLEGLNtnOZFyibRlqgYpQYBKNyXtTdAlbcYTKaTAzgyRGhTbFf8dmgWmV+Q1j5j5+8QJ93bEwwwAAAA==";
export default content;
