/** The languages of the hosted pages, without their texts. */

export type Language = "de" | "en";
const known: readonly Language[] = ["en", "de"];

/** `wanted` are language tags, the preferred one first. English where none is known. */
export function chooseLanguage(wanted: readonly string[]): Language {
  const [language = "en"] = wanted.flatMap((tag) => {
    const [name] = tag.toLowerCase().split("-");
    return known.filter((each) => each === name);
  });
  return language;
}

/** The language tags of an `Accept-Language` header by their weight (RFC 9110, section 12.5.4). */
export const parseAcceptLanguage = (header: string | null): string[] =>
  (header ?? "")
    .split(",")
    .map((each) => {
      const [tag = "", weight = "1"] = each.trim().split(/\s*;\s*q\s*=\s*/i);
      return { tag, weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
