/**
 * Signing out of the hosted pages and of every app of the browser. It always asks: any page can send
 * a browser here.
 */
import { html } from "../api/pageFrame";
import { callApi } from "./apiCalls";
import { continueTo } from "./flow";
import { withParameters } from "./redirectUris";
import { formFor, showPage, type FormVisit, type PageVisit } from "./visit";

/** Where to go afterwards, null for the page of the runtime; or the answer to a wrong request. */
function readReturn(visit: PageVisit): string | null | Response {
  const { place, opened, texts } = visit;
  const search = place.url.searchParams;
  const refuse = (text: string) =>
    showPage(visit, { title: texts.unknownClientTitle, status: 400, body: html`<p>${text}</p>` });
  const names = ["client_id", "post_logout_redirect_uri", "state"];
  if (names.some((name) => search.getAll(name).length > 1)) return refuse(texts.brokenRequestText);
  const [clientId, uri, state] = names.map((name) => search.get(name) || null);
  if (clientId == null && uri == null) return null;
  if (!opened.client) return refuse(texts.unknownClientText);
  if (uri == null) return null;
  if (!opened.client.allowsLogoutRedirect) return refuse(texts.unknownRedirectText);
  return state == null ? uri : withParameters(uri, { state });
}

export async function askToSignOut(visit: PageVisit): Promise<Response> {
  const next = readReturn(visit);
  if (next instanceof Response) return next;
  const { texts, opened } = visit;
  if (!opened.session) return showSignedOut(visit, next, []);
  return showPage(visit, {
    title: texts.signOutTitle,
    body: html`<p>${opened.session.email}</p>
      <p>${texts.signOutText}</p>
      ${await formFor(visit, { path: "/logout", fields: html``, button: texts.signOutButton })}`,
  });
}

export async function signOut(visit: FormVisit): Promise<Response> {
  const next = readReturn(visit);
  if (next instanceof Response) return next;
  const { cookies } = await callApi(visit, "/sign-out", {});
  return showSignedOut(visit, next, cookies);
}

function showSignedOut(
  visit: PageVisit,
  next: string | null,
  cookies: readonly string[],
): Response {
  const { texts } = visit;
  if (next !== null) return continueTo(visit, next, cookies);
  return showPage(visit, {
    title: texts.signedOutTitle,
    body: html`<p>${texts.signedOutText}</p>`,
    cookies,
  });
}
