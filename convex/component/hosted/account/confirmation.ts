/** Confirming who the user is, for changes that need a recent sign-in or the second factor. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { callApi } from "../apiCalls";
import { backupCodeField, codeField, passwordField, showRefusal } from "../formFields";
import { toHead, type Refusal } from "../refusals";
import { keepApps } from "../renewedSession";
import { parseReturnPath } from "../returnPath";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { ownPath, seeOther, toOwnRefusal } from "./layout";
import { accountTexts } from "./texts";

const PATH = "/account/confirm";

const readReturnPath = ({ place }: SignedInVisit): string =>
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
  const forms =
    own?.hasSecondFactor === true
      ? html`${await form(codeField(visit), false)} ${await form(backupCodeField(visit), true)}`
      : own?.hasPassword === true && (await form(passwordField(visit), false));
  const again = ownPath(visit, "/authorize", {
    ...{ return_path: readReturnPath(visit), prompt: "login", login_hint: opened.session.email },
  });
  return showPage(visit, {
    title: labels.confirmTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${opened.session.email}</p>
      ${showRefusal(visit, refusal)}
      <p>${labels.confirmText}</p>
      ${forms}
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
  return seeOther(visit, place.base + readReturnPath(visit), answer.cookies);
}
