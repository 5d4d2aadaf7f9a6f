/** A request for a page of the admin portal, and the answers to it. */
import type { ActionCtx } from "../_generated/server";
import type { CheckedForm } from "../api/checkedForm";
import { pageHeaders, pageText, webAddress, type Html } from "../api/pageFrame";
import type { PageScript } from "../api/pageFiles";
import type { Place } from "../api/request";
import type { Appearance } from "../emails/rendering";
import type { Language } from "../hosted/texts/languages";
import type { PortalPath } from "./paths";
import type { Refused } from "./refused";
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
  /** The form that the page answers, if it was refused. */
  readonly refused: Refused | null;
}

export interface SessionFormVisit extends SessionVisit {
  readonly path: PortalPath;
  readonly form: CheckedForm;
}

export interface PortalPage {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** `Set-Cookie` headers. */
  readonly cookies?: readonly string[];
  readonly script?: PageScript | null;
  /** A web address that the browser opens at once, in place of the page. */
  readonly goesTo?: string | null;
}

export function showPage(
  { opened, requestId, language }: PortalVisit,
  { title, body, status = 200, cookies = [], script = null, goesTo = null }: PortalPage,
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
      ...(goesTo === null ? {} : { refresh: `0; url=${goesTo}` }),
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
