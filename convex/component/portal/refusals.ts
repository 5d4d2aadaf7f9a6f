/** What a page says of a refusal of the API. */
import { html, type Html } from "../api/pageFrame";
import { errorStatus, type ErrorCode, type Problem } from "../core/errors";
import { fillText } from "../hosted/texts/fill";
import type { Texts } from "./texts/en";
import type { PortalVisit } from "./visit";

/** Of the field `domain`, by the code of its error. */
const ofDomain: Readonly<Record<string, keyof Texts>> = {
  public_suffix: "refusedPublic",
  consumer_domain: "refusedConsumer",
  invalid_format: "refusedDomain",
  taken: "refusedTaken",
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

/** Above the page's fields; screen readers read it first. */
export function showRefusal({ texts }: PortalVisit, refusal: Problem | null): Html | null {
  if (!refusal) return null;
  const field = refusal.errors?.[0];
  const name =
    (field?.field === "domain" ? ofDomain[field.code] : undefined) ?? byCode[refusal.code];
  const reason = field?.message ?? refusal.message;
  return html`<p role="alert"><strong>${fillText(texts[name], { reason })}</strong></p>`;
}

export const statusOf = (refusal: Problem | null): number =>
  refusal ? errorStatus[refusal.code] : 200;
