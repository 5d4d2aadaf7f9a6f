/**
 * What a project's own style sheet may hold. It stands in a style element of pages where people
 * type passwords, so it must not end that element, and must not load anything: an imported sheet or
 * a background picture can send what is typed to another host, letter by letter (selectors on
 * `value`), and changes after it was reviewed.
 */

export const STYLE_EXPECTED =
  "Must not load anything (@import, url(), image-set(), src()), run anything (expression(), behavior), or contain </ or <!--";

const REFUSED: readonly RegExp[] = [
  /<\/|<!--|-->|<!\[CDATA/i,
  /@\s*(import|namespace|charset|font-face|property)/i,
  /(^|[^\w-])(url|url-prefix|src|image|(-webkit-)?image-set|(-webkit-)?cross-fade|expression|domain|document|regexp|paint)\s*\(/i,
  /(-moz-binding|(^|[^\w-])behavior)\s*:/i,
  /(javascript|vbscript|data)\s*:/i,
];

/** Whether the style sheet does any of that, however it is spelled. */
export function reachesOut(css: string): boolean {
  const plain = unescaped(css);
  // A comment may stand where a space may; some parsers drop it, so both readings are looked at.
  return [css, plain, withoutComments(plain, ""), withoutComments(plain, " ")].some((text) =>
    REFUSED.some((pattern) => pattern.test(text)),
  );
}

/** CSS Syntax 3, §4.3.7: `\40 import` is `@import`, `u\rl(` is `url(`; a line end is left out. */
const unescaped = (css: string): string =>
  css.replace(
    /\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\r\n\f])|([^]))/gi,
    (_whole, code: string | undefined, lineEnd: string | undefined, other: string | undefined) => {
      if (lineEnd !== undefined) return "";
      if (code === undefined) return other ?? "";
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? "\uFFFD" : String.fromCodePoint(point);
    },
  );

const withoutComments = (css: string, instead: string): string =>
  css.replace(/\/\*[^]*?(\*\/|$)/g, instead);
