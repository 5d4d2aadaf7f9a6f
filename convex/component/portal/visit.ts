/** A request for a page of the admin portal, and the answers to it. */
import type { ActionCtx } from "../_generated/server";
import { FORM_FIELD, signForm, type CheckedForm } from "../api/checkedForm";
import { html, pageHeaders, pageText, webAddress, type Html } from "../api/pageFrame";
import type { PageScript } from "../api/pageFiles";
import type { Place } from "../api/request";
import type { Appearance } from "../emails/rendering";
import type { Language } from "../hosted/texts/languages";
import type { PortalPath } from "./paths";
import type { Opened } from "./sessions";
import type { Texts } from "./texts/en";

export interface PortalVisit {
  readonly ctx: ActionCtx;
  readonly request: Request;
  readonly place: Place & { readonly projectId: string };
  readonly requestId: string;
  readonly opened: Opened;
  readonly language: Language;
  readonly texts: Texts;
  /** The hash of the token in the cookie; null without one. */
  readonly tokenHash: string | null;
}

/** With a session that has not ended. */
export interface SessionVisit extends PortalVisit {
  readonly session: NonNullable<Opened["session"]>;
  readonly tokenHash: string;
}

export interface SessionFormVisit extends SessionVisit {
  readonly form: CheckedForm;
}

export interface PortalPage {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** `Set-Cookie` headers. */
  readonly cookies?: readonly string[];
  readonly script?: PageScript | null;
}

export function showPage(
  { opened, requestId, language }: PortalVisit,
  { title, body, status = 200, cookies = [], script = null }: PortalPage,
): Response {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const appearance = JSON.parse(opened.appearance) as Appearance; // written by sessions.ts
  const logo = webAddress(appearance.logoUrl);
  const frame = { nonce, language, logo, script };
  const response = new Response(pageText(appearance, { title, body, status, ...frame }), {
    status,
    headers: {
      ...pageHeaders(frame),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "x-request-id": requestId,
    },
  });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

/** To a page of the portal, which a reload then repeats instead of the form. */
export function seeOther(
  { place, requestId }: Pick<PortalVisit, "place" | "requestId">,
  path: string,
  cookies: readonly string[] = [],
): Response {
  const headers = {
    location: place.base + path,
    "cache-control": "no-store",
    "x-request-id": requestId,
  };
  const response = new Response(null, { status: 303, headers });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

export interface FormOptions {
  readonly path: PortalPath;
  readonly fields?: Html;
  readonly button: string;
  /** Styled as the less important of several. */
  readonly isSecond?: boolean;
}

/** A form of the session. */
export async function formFor(
  { session, tokenHash, place }: SessionVisit,
  { path, fields = html``, button, isSecond = false }: FormOptions,
): Promise<Html> {
  const token = await signForm(tokenHash, bindForm(place.projectId, path, session.id));
  return html`<form method="post" action="${place.base + path}">
    <input type="hidden" name="${FORM_FIELD}" value="${token}" />
    ${fields}
    ${isSecond ? html`<button class="second">${button}</button>` : html`<button>${button}</button>`}
  </form>`;
}

/** What a form of the portal is bound to, besides the cookie. */
export const bindForm = (projectId: string, path: PortalPath, sessionId: string) =>
  ({ purpose: "portal form", projectId, path, search: "", sessionId }) as const;
