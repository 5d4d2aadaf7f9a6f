/** Colors of branding, as the pages and mails use them. */

/**
 * Returns `#rgb` or `#rrggbb` without an alpha channel, which mail clients do not support; null for
 * anything else.
 */
export const opaque = (color: string): string | null =>
  /^#([0-9a-f]{3}$|[0-9a-f]{6}(?=([0-9a-f]{2})?$))/i.exec(color)?.[0] ?? null;

/**
 * Whether dark text is more readable on this color. Relative luminance:
 * https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
 */
export function isBright(color: string): boolean {
  const digits =
    color.length === 4
      ? [...color.slice(1)].map((digit) => digit + digit)
      : [color.slice(1, 3), color.slice(3, 5), color.slice(5, 7)];
  const [red, green, blue] = digits.map((hex) => {
    const part = Number.parseInt(hex, 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}
