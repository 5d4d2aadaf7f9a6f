import { chooseLanguage, type Language } from "../../hosted/texts/languages";
import { de } from "./de";
import { en, type Texts } from "./en";

const languages: Readonly<Record<Language, Texts>> = { en, de };

/** `wanted` are language tags, the preferred one first. English where none is known. */
export function chooseTexts(wanted: readonly string[]) {
  const language = chooseLanguage(wanted);
  return { language, texts: languages[language] };
}
