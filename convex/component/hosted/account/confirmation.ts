/** Confirming who the user is, for changes that need a recent sign-in or the second factor. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { callApi } from "../apiCalls";
import { passwordField } from "../factorSetup";
import { showRefusal } from "../formFields";
import { toHead, type Refusal } from "../refusals";
import { keepApps } from "../renewedSession";
import { parseReturnPath } from "../returnPath";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { ownPath, seeOther, toOwnRefusal } from "./layout";
import { accountTexts } from "./texts";

const PATH = "/account/confirm";

const returnPathOf = ({ place }: SignedInVisit): string =>
  parseReturnPath(place.url.searchParams.get("return_path")) ?? "/account";

export const askToConfirm = async (visit: SignedInVisit) => await renderForms(visit, null);

/** Offers what the user has; everyone can sign in again. */
async function renderForms(visit: SignedInVisit, refusal: Refusal | null): Promise<Response> {
  const { ctx, place, tokenHash, language, texts, opened } = visit;
  const labels = accountTexts[language];
  const { projectId } = place;
  const own = await ctx.runQuery(internal.hosted.ownFactors.load, { projectId, tokenHash });
  const form = async (fields: Html, isSecond: boolean) =>
    await formFor(visit, { path: PATH, fields, button: texts.confirm, isSecond });
  const byCode = html`<label for="code">${texts.code}</label>
    <input
      id="code"
      name="code"
      inputmode="numeric"
      autocomplete="one-time-code"
      required
      maxlength="20"
    />`;
  const byBackupCode = html`<label for="backupCode">${texts.backupCode}</label>
    <input id="backupCode" name="backupCode" autocomplete="off" required maxlength="40" />`;
  const factor = own?.hasSecondFactor === true && {
    forms: html`${await form(byCode, false)} ${await form(byBackupCode, true)}`,
  };
  const again = ownPath(visit, "/authorize", {
    ...{ return_path: returnPathOf(visit), prompt: "login", login_hint: opened.session.email },
  });
  return showPage(visit, {
    title: labels.confirmTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${opened.session.email}</p>
      ${showRefusal(visit, refusal)}
      <p>${labels.confirmText}</p>
      ${factor ? factor.forms : own?.hasPassword === true && (await form(passwordField(visit), false))}
      <p><a href="${again}">${labels.signInAgain}</a></p>`,
  });
}

export async function confirm(visit: SignedInFormVisit): Promise<Response> {
  const { form, place } = visit;
  const [code, backupCode] = [form.text("code").replace(/\s/g, ""), form.text("backupCode").trim()];
  const answer =
    code !== ""
      ? await callApi(visit, "/two-factor/verify-totp", { code })
      : backupCode !== ""
        ? await callApi(visit, "/two-factor/verify-backup-code", { code: backupCode })
        : await callApi(visit, "/verify-password", { password: form.text("password") });
  if (!answer.isDone) return await renderForms(visit, toOwnRefusal(answer));
  await keepApps(visit, answer.cookies);
  return seeOther(visit, place.base + returnPathOf(visit), answer.cookies);
}
