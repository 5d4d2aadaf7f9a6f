/** Signing in with a passkey: from the field for the address, or by a button. It takes a script. */
import { answerFile } from "../api/pageFiles";
import { callApi, readAnonymously, type ApiAnswer } from "./apiCalls";
import { readFlow } from "./flow";
import { passkeyScript } from "./passkeyScript";
import { toRefusal } from "./refusals";
import { showAddressForm } from "./signIn";
import { endSignIn } from "./signInEnd";
import type { FormVisit, PageVisit } from "./visit";

/** What the script asks for: the options of the ceremony, for the passkeys of any user. */
export async function answerPasskeyOptions(visit: PageVisit): Promise<Response> {
  return answerOptions(
    visit,
    await readAnonymously(visit, "/passkey/generate-authenticate-options"),
  );
}

/** The options of a ceremony for its script, with the cookie of the challenge. */
export function answerOptions(
  visit: PageVisit,
  { status, body, cookies, retryAfter }: ApiAnswer,
): Response {
  const headers = new Headers({
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "x-request-id": visit.requestId,
    ...(retryAfter === null ? {} : { "retry-after": retryAfter }),
  });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(JSON.stringify(body), { status, headers });
}

export const answerPasskeyScript = async ({ place, requestId }: PageVisit): Promise<Response> =>
  answerFile(place.url, { type: "text/javascript", text: passkeyScript }, requestId);

export async function takePasskey(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const response = parseObject(visit.form.text("response"));
  const answer = await callApi(visit, "/passkey/verify-authentication", { response });
  return answer.isDone
    ? await endSignIn(visit, flow, answer)
    : await showAddressForm(visit, flow, { refusal: toRefusal(answer) });
}

/** Empty for any other text. */
export function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
