/**
 * Returns the first of these environment variables that is set and not blank; undefined where there
 * is no environment, such as in a browser.
 */
export function environmentValue(...names: readonly string[]): string | undefined {
  if (typeof process === "undefined") return undefined;
  return names
    .map((name) => process.env?.[name]?.trim())
    .find((value) => value !== undefined && value !== "");
}
