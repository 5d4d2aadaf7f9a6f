/** A QR code as an inline drawing: the policy of the pages allows no images. */
import encode from "qrcode-generator";
import { html, type Html } from "../api/pageFrame";

/** The quiet zone that scanners need, in modules (ISO/IEC 18004, section 6.3.8). */
const MARGIN = 4;

/** `text` has at most 1,000 characters. Dark on light whatever the colors of the page are. */
export function qrCode(text: string, label: string): Html {
  const code = encode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * MARGIN;
  const indices = Array.from({ length: count }, (_, index) => index);
  const dark = indices
    .flatMap((row) =>
      indices
        .filter((column) => code.isDark(row, column))
        .map((column) => `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`),
    )
    .join("");
  return html`<svg
    viewBox="0 0 ${size} ${size}"
    width="240"
    height="240"
    role="img"
    aria-label="${label}"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    <path d="${dark}" fill="#000" />
  </svg>`;
}
