/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA03PTW6DMBAF4KtYWdmSQ7PqDwghteueoKrEhJjaLcyQ8ZAmRb57ASVSVrP53tO80A/EMr0riMqllqnfZA8NYaTObUPwl+bxCbPvuCmuEhcpVpaDtwDxF2D4AwmEW9//dH73PNynjqvnm3+j4fI6isx6f8Swfzn9rvoErELJ2hTtiM3SpkBPA4jP2UqQzuWQzNQ5UVSKNnY6gEAeU4lzhp2MjHpnw1x2jkY7OwnlpNnYxofuwA7zD7C1olbVNlYZQu+qqhbv1P2E+jOZ5M7r57DuTcU/JbglMCkBAAA=";
export default content;
