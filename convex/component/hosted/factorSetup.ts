/**
 * Setting up an authenticator app: the QR code and the key, the first code, the backup codes. The
 * endpoint returns key and backup codes together, once; the forms carry them until the code is right.
 */
import { html, type Html } from "../api/pageFrame";
import { callApi, type ApiAnswer } from "./apiCalls";
import { codeField, showRefusal } from "./formFields";
import type { HostedPath } from "./paths";
import { qrCode } from "./qrCode";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { stepTexts } from "./texts/steps";
import { formFor, showPage, type FormVisit, type PageVisit } from "./visit";

interface Setup {
  readonly uri: string;
  readonly backupCodes: readonly string[];
}

const URI = /^otpauth:\/\/totp\/[\x21-\x7e]{1,900}$/;
const BACKUP_CODE = /^[0-9A-Za-z-]{1,40}$/;

/** Null if the field names no setup. */
function readSetup({ form }: FormVisit): Setup | null {
  const uri = form.text("uri");
  const backupCodes = form.text("backupCodes").split(" ");
  return URI.test(uri) && backupCodes.every((code) => BACKUP_CODE.test(code))
    ? { uri, backupCodes }
    : null;
}

/** Of an answer of `/two-factor/enable`. */
export const toSetup = ({ body }: ApiAnswer): Setup => ({
  uri: String(body.totpURI),
  backupCodes: body.backupCodes as string[], // as the endpoint returns them
});

export async function showSetup(
  visit: PageVisit,
  { uri, backupCodes }: Setup,
  {
    path,
    refusal,
    cookies,
  }: {
    readonly path: HostedPath;
    readonly refusal: Refusal | null;
    readonly cookies: readonly string[];
  },
): Promise<Response> {
  const { texts } = visit;
  const steps = stepTexts[visit.language];
  const key = new URL(uri).searchParams.get("secret") ?? "";
  const fields = html`<input type="hidden" name="uri" value="${uri}" />
    <input type="hidden" name="backupCodes" value="${backupCodes.join(" ")}" />
    ${codeField(visit)}`;
  return showPage(visit, {
    title: steps.enrolTitle,
    ...toHead(refusal),
    body: html`${showRefusal(visit, refusal)}
      <p>${steps.scanText}</p>
      <p>${qrCode(uri, steps.qrLabel)}</p>
      <p>${steps.key}: <code>${key.replace(/.{4}(?=.)/g, "$& ")}</code></p>
      <p>${steps.codeText}</p>
      ${await formFor(visit, { path, fields, button: texts.confirm })}`,
    cookies,
  });
}

export type Confirmed =
  | { readonly response: Response }
  | { readonly answer: ApiAnswer; readonly backupCodes: readonly string[] };

/** Confirms the first code; otherwise the answer is the same page again. */
export async function confirmSetup(visit: FormVisit, path: HostedPath): Promise<Confirmed | null> {
  const setup = readSetup(visit);
  if (!setup) return null;
  const code = visit.form.text("code").replace(/\s/g, "");
  const answer = await callApi(visit, "/two-factor/verify-totp", { code });
  if (answer.isDone) return { answer, backupCodes: setup.backupCodes };
  const { cookies } = answer;
  return { response: await showSetup(visit, setup, { path, refusal: toRefusal(answer), cookies }) };
}

export const backupCodeList = (codes: readonly string[]): Html =>
  html`<ul>
    ${codes.map((code) => html`<li><code>${code}</code></li>`)}
  </ul>`;
