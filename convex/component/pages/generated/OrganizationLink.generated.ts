/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PzWrDMBCEX0XkJIHihpz8g/Er9F4K3jhyvMXeTVeb4Nbo3RubBnKay/cNMzhdWXR5NxBNSL3wtMveOqbIY9iPw3eBhznPvuKu+idpJdXrGvQUWC5A+AuKTHvk+zEvptOrpZsmT55YsQtxfzoWmF/kZ0PvIAZrsa7qb9StVQbscgUdSvGKOoYSklvGoIZrtc4vZ1AoY6rp4UjQm5A9eHyUzdHZ4Bflkq043w04niVQ+QG+Ndyb1scmI5hC07Q6BPO6v/1MLoV5mw3b2VT9AeggC3omAQAA";
export default content;
