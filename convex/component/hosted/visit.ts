/** A request for a hosted page, and the answers to it. */
import type { ActionCtx } from "../_generated/server";
import { FORM_FIELD, signForm, type CheckedForm } from "../api/checkedForm";
import { html, pageHeaders, pageText, webAddress, type Html } from "../api/pageFrame";
import type { PageScript } from "../api/pageFiles";
import type { Place } from "../api/request";
import type { Appearance } from "../emails/rendering";
import type { Browser } from "./browser";
import { styleSheetPath } from "./styleSheet";
import type { Opened } from "./transactions";
import { fillPath, organizationIn, type HostedPath } from "./paths";
import type { Localized } from "./texts/texts";

export interface PageVisit extends Localized {
  readonly ctx: ActionCtx;
  readonly request: Request;
  readonly place: Place & { readonly projectId: string };
  readonly requestId: string;
  readonly opened: Opened;
  readonly browser: Browser;
  /** The hash of the token in the session cookie; null without one. */
  readonly tokenHash: string | null;
}

export interface FormVisit extends PageVisit {
  readonly form: CheckedForm;
}

export interface SignedInVisit extends PageVisit {
  readonly opened: Opened & { readonly session: NonNullable<Opened["session"]> };
  readonly tokenHash: string;
}

export interface SignedInFormVisit extends SignedInVisit {
  readonly form: CheckedForm;
}

export interface HostedPage {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** `Set-Cookie` headers. */
  readonly cookies?: readonly string[];
  /** Where the page continues to by itself: a checked URL. */
  readonly next?: string;
  readonly retryAfter?: string | null;
  readonly script?: PageScript | null;
}

export function showPage(visit: PageVisit, page: HostedPage): Response {
  const { browser, opened, requestId, language } = visit;
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const appearance = JSON.parse(opened.appearance) as Appearance; // written by transactions.ts
  const { status = 200, cookies = [], next, retryAfter = null, script = null } = page;
  const logo = webAddress(appearance.logoUrl);
  const styleSheet = styleSheetPath(visit.place.base, appearance, opened.client);
  const frame = { nonce, language, logo, styleSheet, script };
  const response = new Response(pageText(appearance, { ...page, ...frame }), {
    status,
    headers: {
      ...pageHeaders(frame),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "x-request-id": requestId,
      // A browser follows it without a script, and no policy for forms applies to it.
      ...(next === undefined ? {} : { refresh: `0; url=${next}` }),
      ...(retryAfter === null ? {} : { "retry-after": retryAfter }),
    },
  });
  const set = browser.setCookie === null ? cookies : [browser.setCookie, ...cookies];
  for (const cookie of set) response.headers.append("set-cookie", cookie);
  return response;
}

export interface FormOptions {
  readonly path: HostedPath;
  readonly fields: Html;
  readonly button: string;
  /** Styled as the less important of several. */
  readonly isSecond?: boolean;
  /** Of the path; by default the one that the page is about. */
  readonly organizationId?: string;
}

/** A form that continues the flow. */
export async function formFor(
  { browser, opened, place }: PageVisit,
  { path: to, fields, button, isSecond = false, organizationId }: FormOptions,
): Promise<Html> {
  const { projectId, url, base } = place;
  const { search } = url;
  const sessionId = opened.session?.id ?? null;
  const path = fillPath(to, organizationId ?? organizationIn(place.path));
  const bound = { purpose: "hosted form", projectId, path, search, sessionId } as const;
  const token = await signForm(browser.id, bound);
  return html`<form method="post" action="${base + path + search}">
    <input type="hidden" name="${FORM_FIELD}" value="${token}" />
    ${fields}
    ${isSecond ? html`<button class="second">${button}</button>` : html`<button>${button}</button>`}
  </form>`;
}

/** What a return from a mailbox or a provider adds to the flow (returns.ts); links leave it out. */
export const RETURN_PARAMETERS = [
  "left",
  "twoFactorRedirect",
  "error",
  "error_description",
  "provider",
  "unlinked",
  "confirmed",
];

/** A path of the hosted pages in the same flow; `changes` replaces parameters, null removes them. */
export function pathInFlow(
  { place }: PageVisit,
  path: HostedPath,
  changes: Readonly<Record<string, string | null>> = {},
): string {
  const search = new URLSearchParams(place.url.search);
  for (const name of RETURN_PARAMETERS) search.delete(name);
  for (const [name, value] of Object.entries(changes))
    if (value === null) search.delete(name);
    else search.set(name, value);
  // As encodeURIComponent, which the check of redirect paths in Better Auth understands.
  const query = [...search].map((pair) => pair.map(encodePart).join("=")).join("&");
  return `${place.base}${fillPath(path, organizationIn(place.path))}?${query}`;
}

const encodePart = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*~]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
