/** Which language a page is in. */
import { de } from "./de";
import { en, type Texts } from "./en";

export type Language = "de" | "en";
const languages: Readonly<Record<Language, Texts>> = { en, de };

export interface Localized {
  readonly language: Language;
  readonly texts: Texts;
}

/** `wanted` are language tags, the preferred one first. English where none is known. */
export function chooseTexts(wanted: readonly string[]): Localized {
  const [language = "en"] = wanted
    .map((tag) => tag.split("-")[0]?.toLowerCase() ?? "")
    .filter(isLanguage);
  return { language, texts: languages[language] };
}

const isLanguage = (text: string): text is Language => Object.hasOwn(languages, text);

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

/** Replaces `{name}` by the value of that name. */
export const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
