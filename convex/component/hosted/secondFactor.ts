/** The second factor of a sign-in: a code of the authenticator app, or a backup code. */
import { html } from "../api/pageFrame";
import { callApi } from "./apiCalls";
import { finish, readFlow } from "./flow";
import { backupCodeField, codeField, showRefusal } from "./formFields";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { formFor, pathInFlow, showPage, type FormVisit, type PageVisit } from "./visit";

interface Shown {
  readonly cookies: readonly string[];
  readonly refusal: Refusal | null;
}

export async function showSecondFactorForm(
  visit: PageVisit,
  { cookies, refusal }: Shown,
): Promise<Response> {
  const { texts } = visit;
  const path = "/hosted/sign-in/second-factor";
  return showPage(visit, {
    title: texts.secondFactorTitle,
    ...toHead(refusal),
    body: html`${showRefusal(visit, refusal)}
      <p>${texts.secondFactorText}</p>
      ${await formFor(visit, { path, fields: codeField(visit), button: texts.confirm })}
      <p>${texts.backupText}</p>
      ${await formFor(visit, {
        ...{ path, fields: backupCodeField(visit), button: texts.confirm },
        isSecond: true,
      })}
      <p><a href="${pathInFlow(visit, "/authorize")}">${texts.startAgain}</a></p>`,
    cookies,
  });
}

export async function takeSecondFactor(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { form } = visit;
  const backupCode = form.text("backupCode").trim();
  const answer =
    backupCode === ""
      ? await callApi(visit, "/two-factor/verify-totp", {
          code: form.text("code").replace(/\s/g, ""),
        })
      : await callApi(visit, "/two-factor/verify-backup-code", { code: backupCode });
  const { isDone, tokenHash, cookies } = answer;
  return isDone && tokenHash !== null
    ? await finish(visit, flow, { tokenHash, cookies })
    : await showSecondFactorForm(visit, { cookies, refusal: toRefusal(answer) });
}
