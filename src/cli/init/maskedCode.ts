/**
 * Replaces comments and the content of strings with spaces, so that a search finds code only.
 * Positions stay the same. Returns null when the text is not clear without a parser: an unterminated
 * string or comment, a template with code in it, or a slash that may begin a regular expression.
 */
export function maskCode(text: string): string | null {
  let masked = "";
  for (const [token, comment, string] of text.matchAll(tokens)) {
    if (comment !== undefined) masked += blank(token);
    else if (string !== undefined)
      masked += `${token[0]!}${blank(token.slice(1, -1))}${token.at(-1)!}`;
    else if (/["'`/]/.test(token)) return null;
    else masked += token;
  }
  return masked;
}

/** A comment, a string without code in it, or any other character. */
const tokens =
  /(\/\/[^\r\n]*|\/\*[^]*?\*\/)|("(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)|[^]/g;

const blank = (text: string) => text.replace(/[^\r\n]/g, " ");
