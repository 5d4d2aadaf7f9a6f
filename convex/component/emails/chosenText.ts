/**
 * Text in a mail that somebody else than its recipient chose. Anyone can make an organization or
 * sign up with an address that is not theirs, so such a text must not make our mail carry a message
 * or a link of their own: it is one short line without anything that looks like an address.
 */
import { isBuiltInSlug, type BuiltInSlug, type MailData } from "./builtIns";
import type { Values } from "../core/template";

/**
 * `runtime`: made by us. `project`: set by who runs the project. `anyone`: names of users,
 * organizations and teams, also the recipient's own, which a stranger may have signed up with.
 */
type ChosenBy = "runtime" | "project" | "anyone";

/** A row for each variable of each mail of the runtime: a new one does not compile. */
const chosenBy: {
  readonly [T in BuiltInSlug]: { readonly [V in keyof Required<MailData[T]>]: ChosenBy };
} = {
  verification: { url: "runtime", name: "anyone", expiresIn: "runtime" },
  "password-reset": { url: "runtime", name: "anyone", expiresIn: "runtime" },
  "email-changed": { url: "runtime", name: "anyone", expiresIn: "runtime" },
  "magic-link": { url: "runtime", expiresIn: "runtime" },
  "email-otp": { code: "runtime", expiresIn: "runtime" },
  invitation: {
    organization: "anyone",
    inviter: "anyone",
    url: "runtime",
    expiresIn: "runtime",
  },
  welcome: { name: "anyone", url: "runtime" },
  "webhook-disabled": { endpoint: "project", reason: "runtime" },
};

/**
 * The data of a mail as it may be shown. A template of the project's own that replaces a mail of
 * the runtime gets the same; what a caller puts into another template is the caller's own text.
 */
export function shownData(slug: string, data: Values): Values {
  if (!isBuiltInSlug(slug)) return data;
  const row: Readonly<Record<string, ChosenBy>> = chosenBy[slug];
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      row[name] === "anyone" ? shortName(value) : value,
    ]),
  );
}

/** In UTF-16 units, so that no way of counting finds more. */
const MAXIMUM_LENGTH = 80;
const CUT = "...";
/** Longer than any name by the contract; bounds the work. */
const MAXIMUM_READ = 1_000;

/** What browsers and mail programs may read as the dot of a domain, and what only looks like it. */
const DOT = "[.。︒۔܁܂‧•∙⋅・ꓸ꘎𐩐]|(?<![lL])·|·(?![lL])";
const CLOSING = "\\s.,;:!?)\\]}'\"’”»…";

/** Each leaves a space, so that nothing new comes together. */
const addressParts: readonly RegExp[] = [
  /&#?\w{1,10};/gu, // entities
  /%[0-9a-f]{2}/giu,
  /[[({<]\s*(?:\.|dot)\s*[\])}>]/giu, // as in evil[.]com
  /(?<![\p{L}\p{N}])(?:h(?:tt|xx|\*\*)ps?|ftps?|wss?|www\d*)(?![\p{L}\p{N}])/giu,
  /:?\/\/+/gu,
  /[\\∕⁄⧸]/gu, // slashes that are none
  /:(?=[\p{L}/])/gu, // as in javascript:
  /@(?=[\p{L}\p{N}])/gu,
  new RegExp(`(?:${DOT})(?=[^${CLOSING}])`, "gu"),
];

/**
 * One line of at most 80 characters, in which no dot joins two words, and no scheme, `www`, slash
 * pair or `@` is left. "Dr. Ada O'Neil" stays as it is; "Booking.com" is shown as "Booking com".
 */
export function shortName(text: string): string {
  const visible = text
    .slice(0, MAXIMUM_READ)
    .replace(INVISIBLE, "")
    .normalize("NFKC") // full-width dots and letters, ligatures
    .replace(INVISIBLE, "");
  const plain = addressParts.reduce((rest, part) => rest.replace(part, " "), visible);
  return shortened(plain.replace(NOT_TEXT, " ").replace(/\s+/gu, " ").trim());
}

/** Zero-width and other characters that are not seen, among them those that turn text around. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;
const NOT_TEXT = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

function shortened(text: string): string {
  if (text.length <= MAXIMUM_LENGTH) return text;
  let short = "";
  for (const character of text) {
    if (short.length + character.length + CUT.length > MAXIMUM_LENGTH) break;
    short += character;
  }
  return short.trimEnd() + CUT;
}
