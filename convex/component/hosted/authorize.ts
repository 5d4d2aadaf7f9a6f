/** The authorization endpoint (RFC 6749 section 4.1.1), and the choice of the account. */
import { html } from "../api/pageFrame";
import { SELECT_ORGANIZATION } from "./authorizationRequest";
import { finishImpersonation } from "./impersonation";
import { finish, readFlow, redirectWithError, type Flow } from "./flow";
import { showRefusal } from "./formFields";
import { readReturnRefusal, toHead, type Refusal } from "./refusals";
import { awaitsSecondFactor, hasReturned } from "./returns";
import { showSecondFactorForm } from "./secondFactor";
import { showAddressForm } from "./signIn";
import { showSignUpForm } from "./signUp";
import { withoutStyleSheet } from "./styleSheet";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type PageVisit, type SignedInFormVisit } from "./visit";

export async function authorize(visit: PageVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { wanted, client } = flow;
  if (visit.opened.isImpersonating) return await finishImpersonation(visit, flow);
  const isSignedIn = hasUsableSession(visit, flow);
  if (wanted.prompt === "none") {
    if (!isSignedIn || visit.tokenHash === null)
      return redirectWithError(visit, flow, "login_required");
    if (client.isNative) return redirectWithError(visit, flow, "interaction_required");
    return await finish(visit, flow, { tokenHash: visit.tokenHash, cookies: [] });
  }
  if (!isSignedIn && awaitsSecondFactor(visit))
    return await showSecondFactorForm(visit, { cookies: [], refusal: null });
  const refusal = readReturnRefusal(visit.place.url.searchParams);
  const goesOn = refusal === null && (flow.returnPath !== null || (await hasReturned(visit)));
  if (isSignedIn && goesOn && visit.tokenHash !== null)
    return await finish(visit, flow, { tokenHash: visit.tokenHash, cookies: [] });
  if (isSignedIn) return await showAccountChoice(visit, flow, refusal);
  if (refusal) return await showAddressForm(visit, flow, { refusal });
  return wanted.startsWithSignUp
    ? await showSignUpForm(visit, flow)
    : await showAddressForm(visit, flow);
}

/** Whether the session is recent enough and made in a way that the client accepts. */
function hasUsableSession({ opened }: PageVisit, { wanted }: Flow): boolean {
  const { session } = opened;
  if (!session?.servesClient || wanted.prompt === "login") return false;
  return wanted.maxAge === null || Date.now() - session.authenticatedAt <= wanted.maxAge * 1_000;
}

/** Consent to which account the app gets: no style sheet of a customer may hide either. */
async function showAccountChoice(
  visit: PageVisit,
  { client, wanted }: Flow,
  refusal: Refusal | null,
): Promise<Response> {
  const { texts, opened } = visit;
  const { name = "", email = "" } = opened.session ?? {};
  const button = fillText(texts.continueAs, { name });
  const prompt = wanted.selectsOrganization ? `login ${SELECT_ORGANIZATION}` : "login";
  return showPage(withoutStyleSheet(visit), {
    title: texts.continueTitle,
    ...toHead(refusal),
    body: html`${showRefusal(visit, refusal)}
      <p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      <p>${email}</p>
      ${await formFor(visit, { path: "/hosted/continue", fields: html``, button })}
      <p>
        <a href="${pathInFlow(visit, "/authorize", { prompt, login_hint: null })}"
          >${texts.otherAccount}</a
        >
      </p>
      <p class="quiet">${fillText(texts.otherAccountHint, { name })}</p>`,
  });
}

/** "Continue as …". The form is bound to the session that the page was shown for. */
export async function continueAs(visit: SignedInFormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  return hasUsableSession(visit, flow)
    ? await finish(visit, flow, { tokenHash: visit.tokenHash, cookies: [] })
    : await showAddressForm(visit, flow);
}
