/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2OQQ6CMBBFr9K4gqTWJhpECCbqylPYKlWrMoNlFAjh7gKKy//z8vJslqOj5sB0wUx7dphNxOyEUODDTDGVYbaUqbgVk/hHPqlHaUR3mNfbFxHC9PgEe1y9y4F+a8cgIc/nLmlkpDbEEE5G8Xkgu7kHpoFd8eUUD4PFeLFU14oHchH+n9KYu2q5TShZe5JDZ698z/BGCEEcdGYidXG6V2NOtiuPXOvHphpq7Tc2/gCMaX9J5wAAAA==";
export default content;
