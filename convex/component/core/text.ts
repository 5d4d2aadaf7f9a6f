/**
 * Which text the runtime accepts. JSON can express text that the database cannot store (lone
 * surrogates), and control characters are dangerous wherever text is displayed later: they end a
 * header, a log line or a C string (CWE-158, CWE-117). Must not import the schema library: hot
 * paths load this module.
 */

export interface TextFault {
  readonly message: string;
  readonly code: "invalid_unicode" | "control_character";
}

/** C0, DEL and C1 controls, except those of multi-line text: tab, LF and CR. */
// oxlint-disable-next-line no-control-regex -- this pattern matches control characters
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
/** All of those controls, and the Unicode line and paragraph separators. */
// oxlint-disable-next-line no-control-regex -- as above
const CONTROLS_OF_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** False for text with a lone surrogate, which cannot be encoded as UTF-8. */
export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

/** Checks single-line or multi-line text; null when it is acceptable. */
export function textFault(text: string, lines: "one" | "several"): TextFault | null {
  if (!isWellFormed(text))
    return { message: "Must be well-formed Unicode", code: "invalid_unicode" };
  if ((lines === "one" ? CONTROLS_OF_A_LINE : CONTROLS).test(text))
    return { message: "Control characters are not allowed", code: "control_character" };
  return null;
}

/**
 * Turns any text into a single line of at most `maximum` UTF-16 units. For what a browser or
 * provider sends along, where rejecting the text would reject the user.
 */
export function cleanLine(text: string, maximum: number): string {
  const line = text
    .replace(new RegExp(CONTROLS_OF_A_LINE, "g"), " ")
    .replace(new RegExp(LONE_SURROGATE, "g"), "\uFFFD")
    .trim();
  return line.slice(0, maximum).replace(/[\uD800-\uDBFF]$/, ""); // do not split a surrogate pair
}
