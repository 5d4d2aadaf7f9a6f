/**
 * What a project's custom style sheet may contain. It is embedded in a style element on pages where
 * people type passwords, so it must not end that element and must not load anything: an imported
 * sheet or a background image can leak typed text to another host letter by letter (selectors on
 * `value`), and can change after it was reviewed.
 */

export const STYLE_EXPECTED =
  "Must not load resources (@import, url(), image-set(), src()), run code (expression(), behavior), or contain </ or <!--";

const REFUSED: readonly RegExp[] = [
  /<\/|<!--|-->|<!\[CDATA/i,
  /@\s*(import|namespace|charset|font-face|property)/i,
  /(^|[^\w-])(url|url-prefix|src|image|(-webkit-)?image-set|(-webkit-)?cross-fade|expression|domain|document|regexp|paint)\s*\(/i,
  /(-moz-binding|(^|[^\w-])behavior)\s*:/i,
  /(javascript|vbscript|data)\s*:/i,
];

/** Whether the style sheet loads or runs anything, however it is spelled. */
export function isUnsafeStyleSheet(css: string): boolean {
  const plain = unescaped(css);
  // A comment may stand where a space may, but some parsers drop it, so both readings are checked.
  return [css, plain, withoutComments(plain, ""), withoutComments(plain, " ")].some((text) =>
    REFUSED.some((pattern) => pattern.test(text)),
  );
}

/**
 * CSS Syntax 3, §4.3.7: `\40 import` is `@import`, `u\rl(` is `url(`; an escaped line end vanishes.
 */
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
