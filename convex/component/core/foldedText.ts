/**
 * Case- and compatibility-folded text for loose comparison: search, and whether a password equals
 * the user's name. Never use it for anything that identifies an account.
 *
 * NFKC unifies compatibility forms. Case folds through upper case, because `ß` and `SS` only meet
 * there. The final sigma becomes a plain one; otherwise a prefix would depend on what follows it.
 */
export const foldedText = (text: string): string =>
  text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
