/** Signing in through a social provider, which returns to the flow. */
import { callApi } from "./apiCalls";
import { readFlow } from "./flow";
import { goToProvider } from "./providers";
import { toRefusal } from "./refusals";
import { pathBack } from "./returns";
import { showAddressForm } from "./signIn";
import type { FormVisit } from "./visit";

export async function beginSocial(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const provider = visit.form.text("provider");
  const callbackURL = await pathBack(visit);
  const answer = await callApi(visit, "/sign-in/social", {
    ...{ provider, callbackURL, disableRedirect: true },
    errorCallbackURL: `${callbackURL}&provider=${encodeURIComponent(provider)}`,
    loginHint: flow.wanted.loginHint || undefined,
  });
  return (
    goToProvider(visit, answer) ??
    (await showAddressForm(visit, flow, { refusal: toRefusal(answer) }))
  );
}
