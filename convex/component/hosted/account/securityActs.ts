/** The acts of the security page, except for the factors (factorActs.ts). */
import { callApi, readApi } from "../apiCalls";
import { answerFile } from "../../api/pageFiles";
import { answerOptions, parseObject } from "../passkey";
import { goToProvider } from "../providers";
import type { PageVisit, SignedInFormVisit, SignedInVisit } from "../visit";
import { conclude, ownPath } from "./layout";
import { registrationScript } from "./passkeyScript";
import { onSecurity } from "./security";

/** What the script asks for: the options of the ceremony, in the user's session. */
export const answerRegistrationOptions = async (visit: SignedInVisit): Promise<Response> =>
  answerOptions(visit, await readApi(visit, "/passkey/generate-register-options"));

export const answerRegistrationScript = async ({ place, requestId }: PageVisit) =>
  answerFile(place.url, { type: "text/javascript", text: registrationScript }, requestId);

/** Without a response the runtime has refused the options to the script, for a reason to show. */
export async function addPasskey(visit: SignedInFormVisit): Promise<Response> {
  const { form } = visit;
  if (form.text("response") === "") {
    const asked = await readApi(visit, "/passkey/generate-register-options");
    if (!asked.isDone) return await conclude(visit, asked, onSecurity(visit));
  }
  const answer = await callApi(visit, "/passkey/verify-registration", {
    response: parseObject(form.text("response")),
    name: form.text("name").trim() || undefined,
  });
  return await conclude(visit, answer, onSecurity(visit));
}

export async function removePasskey(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/passkey/delete-passkey", {
    id: visit.form.text("passkey"),
  });
  return await conclude(visit, answer, onSecurity(visit));
}

export async function unlinkAccount(visit: SignedInFormVisit): Promise<Response> {
  const { form } = visit;
  const fields = { providerId: form.text("provider"), accountId: form.text("account") };
  const answer = await callApi(visit, "/unlink-account", fields);
  return await conclude(visit, answer, onSecurity(visit));
}

/** The provider confirms the account, and returns to this page. */
export async function linkAccount(visit: SignedInFormVisit): Promise<Response> {
  const { page } = onSecurity(visit);
  const answer = await callApi(visit, "/link-social", {
    provider: visit.form.text("provider"),
    callbackURL: ownPath(visit, page, { saved: "1" }),
    errorCallbackURL: ownPath(visit, page),
    disableRedirect: true,
  });
  return goToProvider(visit, answer) ?? (await conclude(visit, answer, onSecurity(visit)));
}
