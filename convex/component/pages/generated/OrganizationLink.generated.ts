/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5srKFtoIoI7WeUgoOucYPOyOzY2Mr+e6IkkKf7cs7lXj+MxLKcFQTlYss07JKXmjBQ7/anDumN31+Tc9jldxJXUqysgQ+B+ATo/0E84b4+HMLHMZVny28aP/gvGv8+J5GVPvLlks7NRv8CK1+wNnk7Yb22KdDLCNJlbMVL7zKIZumdKCpEG7s0IJCFWODNYScTo06tv5XNwWhnF6GMNBtbd75v2GH2DbZS1KrKhjJBGFxZVtI59Xyh+okmunlbDtvfmF8BqbsDUikBAAA=";
export default content;
