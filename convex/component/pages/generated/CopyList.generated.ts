/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQwWqEMBCGX0X2lEC0LT0sVewjtMcelgVjnGLcmMjMVC3iu1e3XZqFuc033/z8th8C8lInmhJYPzH0h+zBBE/BQdo+ddOxnkzW0aH4Iz94R/mG+sDWAKWX7nKsn7uXKzpqTHzJQiosxTJq9wWU8yrLV/Go/IbMUlSNq9RinCZ60z3klQnDd+oscaVMa12D4PP3ugPDGXhGCyRYZr0ehDixwnNko11nx913uzzFnzbl/2bLoe4Om/scBAYhDhGrTGgglmEkkwLUwjBzjmpqNe+fzvsolnKVBczXAvG3v+IHaNVxjXoBAAA=";
export default content;
