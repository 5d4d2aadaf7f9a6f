/**
 * Which texts the runtime takes. JSON can say what the database cannot hold (half a surrogate
 * pair), and what is dangerous wherever it is shown later: control characters end a header, a log
 * line or a C string (CWE-158, CWE-117). No schema library here: hot paths load this.
 */

export interface TextFault {
  readonly message: string;
  readonly code: "invalid_unicode" | "control_character";
}

/** C0, DEL and C1, without the three that text of several lines is made of: tab, LF and CR. */
// oxlint-disable-next-line no-control-regex -- they are what this is about
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
/** The same with those three, and with the line and paragraph separators of Unicode. */
// oxlint-disable-next-line no-control-regex -- likewise
const CONTROLS_OF_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** What is wrong with a text of one line, or of several; null when nothing is. */
export function textFault(text: string, lines: "one" | "several"): TextFault | null {
  if (LONE_SURROGATE.test(text))
    return { message: "Not well-formed Unicode", code: "invalid_unicode" };
  if ((lines === "one" ? CONTROLS_OF_A_LINE : CONTROLS).test(text))
    return { message: "Control characters are not allowed", code: "control_character" };
  return null;
}

/**
 * A text of one line at most `maximum` UTF-16 units long, made of any: for what a browser or a
 * provider sends along, where refusing would refuse the person.
 */
export function cleanLine(text: string, maximum: number): string {
  const line = text
    .replace(new RegExp(CONTROLS_OF_A_LINE, "g"), " ")
    .replace(new RegExp(LONE_SURROGATE, "g"), "\uFFFD")
    .trim();
  return line.slice(0, maximum).replace(/[\uD800-\uDBFF]$/, ""); // no half of a pair at the cut
}
