/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2O0QqCMBhGX2V4pTDXLBNRDKqrnqINXWblfpm/qYjvnmZ2+X0cDqcoKzA4XImsiRpvBkqLbVLQNbyUm+7zeutJjz1qK/6RhZ5RXNEzVP2pQQTtpoFpW95lX/otDdEJ2g41ycAjcUQCOlWC7gI+zctk0eQOjRE0DPz1IpnsBQ24H/6fVqmnGGmRYHKwOdWTvXNsRQfGGFItSxWJ3MhZDRUWU3lkRidW3VK7xMYfdKJqhucAAAA=";
export default content;
