/** The frame of the account pages, and how an act on one of them ends. */
import type { PageScript } from "../../api/pageFiles";
import { html, type Html } from "../../api/pageFrame";
import type { ApiAnswer } from "../apiCalls";
import { showRefusal } from "../formFields";
import type { HostedPath } from "../paths";
import { toHead, toRefusal, type Refusal } from "../refusals";
import { keepApps } from "../renewedSession";
import { showPage, type PageVisit, type SignedInVisit } from "../visit";
import { accountTexts } from "./texts";

export type AccountPage =
  "/account" | "/account/security" | "/account/sessions" | "/account/deletion";

/** A page of the user's own, in the language of the present one. */
export function ownPath(
  { place }: Pick<PageVisit, "place">,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const languages = place.url.searchParams.get("ui_locales");
  const query = new URLSearchParams({
    ...(languages === null ? {} : { ui_locales: languages }),
    ...parameters,
  });
  return place.base + path + (query.size === 0 ? "" : `?${query}`);
}

/** To a page of the runtime, which a reload then repeats instead of the form. */
export function seeOther(
  { requestId }: Pick<PageVisit, "requestId">,
  location: string,
  cookies: readonly string[] = [],
): Response {
  const response = new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "x-request-id": requestId },
  });
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

export interface Shown {
  readonly title: string;
  readonly body: Html;
  readonly refusal?: Refusal | null;
  /** Without a refusal. */
  readonly status?: number | undefined;
  readonly cookies?: readonly string[];
  readonly script?: PageScript | null;
}

/** Says that a change is saved where the address says so, after an act of this page. */
export function showOwnPage(
  visit: SignedInVisit,
  { title, body, refusal = null, status = 200, cookies = [], script = null }: Shown,
): Response {
  const texts = accountTexts[visit.language];
  const { request, place, opened } = visit;
  const isSaved = request.method !== "POST" && place.url.searchParams.has("saved");
  return showPage(visit, {
    title,
    status,
    ...toHead(refusal),
    ...{ cookies, script },
    body: html`<nav aria-label="${texts.navigation}">
        ${links.map(({ path, name }) => html`<a href="${ownPath(visit, path)}">${texts[name]}</a> `)}
      </nav>
      <p class="quiet">${opened.session.email}</p>
      ${isSaved && html`<p role="status"><strong>${texts.saved}</strong></p>`}
      ${showRefusal(visit, refusal)} ${body}`,
  });
}

const links = [
  { path: "/account", name: "profile" },
  { path: "/account/security", name: "security" },
  { path: "/account/sessions", name: "sessions" },
  { path: "/organizations", name: "organizations" },
  { path: "/logout", name: "signOut" },
] as const satisfies readonly { path: HostedPath; name: string }[];

/** Refusals that another sign-in, a password or a code lifts. */
const UNCONFIRMED = ["SESSION_NOT_FRESH", "SECOND_FACTOR_REQUIRED"];

interface Ending {
  readonly page: AccountPage;
  /** Shows the page again. */
  readonly again: (refusal: Refusal) => Promise<Response>;
  /** In place of the page with "saved". */
  readonly done?: (visit: SignedInVisit) => Promise<Response> | Response;
}

/** Ends an act with the answer of the endpoint that it called. */
export async function conclude(
  visit: SignedInVisit,
  answer: ApiAnswer,
  { page, again, done }: Ending,
): Promise<Response> {
  const { isDone, code, status, cookies } = answer;
  if (isDone) {
    const renewed = await keepApps(visit, cookies);
    return done
      ? await done(renewed)
      : seeOther(visit, ownPath(visit, page, { saved: "1" }), cookies);
  }
  if (UNCONFIRMED.includes(code))
    return seeOther(visit, ownPath(visit, "/account/confirm", { return_path: page }), cookies);
  // A session that has ended meanwhile shows when the page is read again.
  const away = status === 401 ? null : leave(visit, { page, code, status });
  return away ?? (await again(toOwnRefusal(answer)));
}

/** Where a session cannot use the pages at all; null where it can. */
export function leave(
  visit: PageVisit,
  { page, code, status }: { readonly page: string } & Pick<ApiAnswer, "code" | "status">,
): Response | null {
  if (code === "MFA_REQUIRED" || code === "mfa_required") return leaveToEnrol(visit, page);
  return status === 401 ? leaveToSignIn(visit, page) : null;
}

/** The project requires a second factor, which the user sets up first. */
export const leaveToEnrol = (visit: PageVisit, page: string): Response =>
  seeOther(visit, ownPath(visit, "/hosted/enrolment", { return_path: page }));

export const leaveToSignIn = (visit: PageVisit, page: string): Response =>
  seeOther(visit, ownPath(visit, "/authorize", { return_path: page, prompt: "login" }));

/** The address is known here, so only the password can be wrong. No one has to sign in again. */
export const toOwnRefusal = (answer: ApiAnswer): Refusal => {
  const refusal = toRefusal(answer);
  if (refusal.text === "wrongPassword") return { ...refusal, text: "wrongOwnPassword" };
  // The form can simply be sent again.
  return refusal.text === "noChallenge" ? { ...refusal, text: "refused" } : refusal;
};
