/** What a page says of a refusal of the API. */
import { html, type Html } from "../api/pageFrame";
import { errorStatus, type ErrorCode, type Problem } from "../core/errors";
import { fillText } from "../hosted/texts/fill";
import type { Texts } from "./texts/en";
import { findReason, withoutReason } from "./texts/reasons";
import type { UploadFault } from "./uploads";
import type { PortalVisit, SessionVisit } from "./visit";

/** Of the field `domain`, by the code of its error. */
const ofDomain: Readonly<Record<string, keyof Texts>> = {
  public_suffix: "refusedPublic",
  consumer_domain: "refusedConsumer",
  invalid_format: "refusedDomain",
  taken: "refusedTaken",
};

/** By the code of the first error. Others say the API's own reason. */
const byError: Readonly<Record<string, keyof Texts>> & Readonly<Record<UploadFault, keyof Texts>> =
  {
    upload_several: "refusedSeveralFiles",
    upload_empty: "refusedEmptyFile",
    upload_too_big: "refusedLargeFile",
    upload_not_text: "refusedBinaryFile",
    two_sources: "refusedTwoSources",
    changed: "refusedChanged",
  };

const byCode: Readonly<Record<ErrorCode, keyof Texts>> = {
  invalid_json: "refusedInput",
  authentication_required: "endedText",
  forbidden: "refusedForbidden",
  not_found: "refusedMissing",
  method_not_allowed: "refusedInput",
  conflict: "refusedConflict",
  secret_already_shown: "refusedShown",
  not_available: "refusedConflict",
  cursor_expired: "refusedLater",
  validation_error: "refusedInput",
  rate_limit_exceeded: "refusedLater",
  internal_error: "refusedLater",
  integrity_failure: "refusedLater",
  temporarily_unavailable: "refusedLater",
};

/**
 * Why, in the visitor's language. The API's own reasons are in English: in another language they are
 * below the text, marked as English, so that a screen reader speaks them as such.
 */
export function explainRefusal(
  { texts, language }: PortalVisit,
  { code, message, errors }: Problem,
): Html {
  const error = errors?.[0];
  const table = error?.field === "domain" ? ofDomain : byError;
  const text = texts[(error && table[error.code]) ?? byCode[code]];
  if (!text.includes("{reason}")) return html`${text}`;
  const reason = error?.message ?? message;
  if (language === "en") return html`${fillText(text, { reason })}`;
  const translated = error ? findReason(error.code, language) : null;
  return html`${fillText(text, { reason: translated ?? withoutReason[language] })}<br /><span
      lang="en"
      >${reason}</span
    >`;
}

/**
 * Above the page, which screen readers read first. It has the focus if no field can have it, and
 * leads to the field otherwise. `problem` is of the page itself; a refused form comes first.
 */
export function showRefusal(visit: SessionVisit, problem: Problem | null): Html | null {
  const { refused } = visit;
  const shown = refused?.problem ?? problem;
  if (!shown) return null;
  const wrong = refused?.wrong ?? null;
  return html`<p role="alert" ${refused && !wrong && html` tabindex="-1" autofocus`}>
    <strong>${explainRefusal(visit, shown)}</strong>
    ${wrong && html`<a href="${`#${wrong.elementId}`}">${wrong.label}</a>`}
  </p>`;
}

export const toStatus = (problem: Problem | null): number =>
  problem ? errorStatus[problem.code] : 200;
