/**
 * Names the form that makes a token. A form that is sent again, by a reload of the page that shows
 * the token, makes no other one: the operation has answered to this name already.
 */
import type { CheckedForm } from "../../api/checkedForm";
import { html, type Html } from "../../api/pageFrame";
import { randomToken } from "../../core/secrets";

const FIELD = "once";

export const onceField = (): Html =>
  html`<input type="hidden" name="${FIELD}" value="${randomToken()}" />`;

/** An idempotency key: what no page has shown is a name all the same, with the empty form's. */
export function readOnce(form: CheckedForm): string {
  const sent = form.text(FIELD);
  return `portal-${/^[0-9a-f]{64}$/.test(sent) ? sent : ""}`;
}
