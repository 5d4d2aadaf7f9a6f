/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03O0QrCIBTG8VeRXSnYCrqIJvYaXUSwNU+k2zT0MAZy3r0tKLz+fXz87fQOEfMVWZcY0DOGqar3PqDtIe0GN5weR3euXarU3EWGGriQXvOMFkdoQPYvO5oIvvEk9IUfJK7jJQneGju3Mv/99rONsBQgIUs0Ja63dxIKlm+n3zKR1AeiUqOTtwAAAA==";
export default content;
