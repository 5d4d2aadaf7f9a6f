/**
 * Consent to linking: a social sign-in met an account with the same address that is not linked to
 * it. The user has signed in to that account another way, and may link the two now.
 */
import { html } from "../api/pageFrame";
import { callApi } from "./apiCalls";
import { continueTo, readFlow } from "./flow";
import { showRefusal } from "./formFields";
import { goToProvider, nameProvider } from "./providers";
import { readReturnRefusal, toHead, toRefusal, type Refusal } from "./refusals";
import { pathBack } from "./returns";
import { stepTexts } from "./texts/steps";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type SignedInFormVisit, type SignedInVisit } from "./visit";

/** The provider that the address of the page names; null for one that the client does not offer. */
function readProvider({ place, opened }: SignedInVisit): string | null {
  const provider = place.url.searchParams.get("provider");
  return opened.client?.providers.find((each) => each === provider) ?? null;
}

export async function askToLink(visit: SignedInVisit): Promise<Response> {
  const flow = readFlow(visit);
  return flow instanceof Response
    ? flow
    : await showQuestion(visit, readReturnRefusal(visit.place.url.searchParams));
}

async function showQuestion(visit: SignedInVisit, refusal: Refusal | null): Promise<Response> {
  const provider = readProvider(visit);
  if (provider === null) return continueTo(visit, pathInFlow(visit, "/authorize"));
  const steps = stepTexts[visit.language];
  const { email } = visit.opened.session;
  const shown = { provider: nameProvider(provider), email };
  return showPage(visit, {
    title: fillText(steps.linkTitle, shown),
    ...toHead(refusal),
    body: html`${showRefusal(visit, refusal)}
      <p>${fillText(steps.linkText, shown)}</p>
      ${await formFor(visit, {
        ...{ path: "/hosted/link", fields: html``, button: fillText(steps.linkButton, shown) },
      })}
      ${await formFor(visit, {
        ...{ path: "/hosted/continue", fields: html``, button: steps.linkLater, isSecond: true },
      })}`,
  });
}

/** The provider confirms the account once more; linking starts no session. */
export async function beginLinking(visit: SignedInFormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const callbackURL = await pathBack(visit, visit.opened.session.authenticatedAt);
  const provider = readProvider(visit) ?? "";
  const answer = await callApi(visit, "/link-social", {
    ...{ provider, callbackURL },
    // The question again: the user may have chosen another account by mistake.
    errorCallbackURL: pathInFlow(visit, "/hosted/link", { provider }),
    disableRedirect: true,
  });
  return goToProvider(visit, answer) ?? (await showQuestion(visit, toRefusal(answer)));
}
