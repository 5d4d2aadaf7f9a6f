/** The forms of a session's pages. */
import { FORM_FIELD, signForm } from "../api/checkedForm";
import { html, type Html } from "../api/pageFrame";
import { FormFields } from "./formFields";
import type { PortalPath } from "./paths";
import type { FormName } from "./refused";
import type { SessionVisit } from "./visit";

export interface FormOptions extends FormName {
  readonly fields?: (fields: FormFields) => Html;
  readonly button: string;
  /** Styled as the less important of several. */
  readonly isSecond?: boolean;
  /** Has files. */
  readonly isUpload?: boolean;
}

export async function formFor(
  visit: SessionVisit,
  { path, id, fields, button, isSecond = false, isUpload = false }: FormOptions,
): Promise<Html> {
  const { session, tokenHash, place } = visit;
  const token = await signForm(tokenHash, bindForm(place.projectId, path, session.id));
  const name: FormName = id === undefined ? { path } : { path, id };
  return html`<form
    method="post"
    action="${place.base + path}"
    ${isUpload && html` enctype="multipart/form-data"`}
  >
    ${hiddenField(FORM_FIELD, token)} ${id !== undefined && hiddenField("id", id)}
    ${fields?.(new FormFields(visit, name)) ?? null}
    ${isSecond ? html`<button class="second">${button}</button>` : html`<button>${button}</button>`}
  </form>`;
}

export const hiddenField = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`;

/** What a form of the portal is bound to, besides the cookie. */
export const bindForm = (projectId: string, path: PortalPath, sessionId: string) =>
  ({ purpose: "portal form", projectId, path, search: "", sessionId }) as const;
