/**
 * One form for texts that are compared loosely: what a search looks for, and whether a password is
 * somebody's name. Never for what identifies an account.
 *
 * Compatibility forms are the same (NFKC), and so are upper and lower case: through upper case,
 * because `ß` and `SS` meet only there. The final sigma is a plain one, or a prefix would depend on
 * what follows it.
 */
export const foldedText = (text: string): string =>
  text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
