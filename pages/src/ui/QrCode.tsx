import encode from "qrcode-generator";

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** The quiet zone that scanners need, in modules (ISO/IEC 18004, 6.3.8). */
const MARGIN = 4;

/** A drawing, not an image: the policy of the page loads images of the runtime only. */
export function QrCode({ text, label }: QrCodeProps) {
  const code = encode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * MARGIN;
  const indices = Array.from({ length: count }, (_, index) => index);
  const dark = indices.flatMap((row) =>
    indices
      .filter((column) => code.isDark(row, column))
      .map((column) => `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`),
  );
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect className="light" width={size} height={size} />
      <path className="dark" d={dark.join("")} />
    </svg>
  );
}
