/** Which language a page is in. */
import { de } from "./de";
import { en, type Texts } from "./en";
import { chooseLanguage, type Language } from "./languages";

const languages: Readonly<Record<Language, Texts>> = { en, de };

export interface Localized {
  readonly language: Language;
  readonly texts: Texts;
}

/** `wanted` are language tags, the preferred one first. English where none is known. */
export function chooseTexts(wanted: readonly string[]): Localized {
  const language = chooseLanguage(wanted);
  return { language, texts: languages[language] };
}

export { fillText } from "./fill";
