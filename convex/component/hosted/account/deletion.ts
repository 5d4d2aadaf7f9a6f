/** Deleting the account, after the address has been typed and the password or a sign-in given. */
import { internal } from "../../_generated/api";
import { html } from "../../api/pageFrame";
import { callApi } from "../apiCalls";
import { passwordField } from "../formFields";
import type { Refusal } from "../refusals";
import { fillText } from "../texts/texts";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { conclude, leaveToEnrol, showOwnPage } from "./layout";
import { accountTexts } from "./texts";

const PAGE = "/account/deletion";

export const askToDelete = async (visit: SignedInVisit) => await renderDeletion(visit, null);

async function renderDeletion(visit: SignedInVisit, refusal: Refusal | null): Promise<Response> {
  const { ctx, place, tokenHash, language, opened } = visit;
  const { projectId } = place;
  const own = await ctx.runQuery(internal.hosted.ownFactors.load, { projectId, tokenHash });
  if (own?.mustEnrol) return leaveToEnrol(visit, PAGE);
  const texts = accountTexts[language];
  const { email } = opened.session;
  const fields = html`<label for="confirmation"
      >${fillText(texts.deletionConfirm, { email })}</label
    >
    <input id="confirmation" name="confirmation" autocomplete="off" required maxlength="254" />
    ${own?.hasPassword === true && passwordField(visit)}`;
  return showOwnPage(visit, {
    title: texts.deletionTitle,
    refusal,
    body: html`<p>${texts.deletionText}</p>
      ${await formFor(visit, { path: PAGE, fields, button: texts.deleteButton })}`,
  });
}

export async function deleteAccount(visit: SignedInFormVisit): Promise<Response> {
  const { form, opened, language } = visit;
  if (form.text("confirmation").trim().toLowerCase() !== opened.session.email)
    return await renderDeletion(visit, { text: "notConfirmed", status: 422, retryAfter: null });
  const password = form.text("password") || undefined;
  const answer = await callApi(visit, "/delete-user", { password });
  const texts = accountTexts[language];
  return await conclude(visit, answer, {
    page: PAGE,
    again: async (refusal) => await renderDeletion(visit, refusal),
    done: () =>
      showPage(visit, {
        title: texts.deletedTitle,
        body: html`<p>${texts.deletedText}</p>`,
        cookies: answer.cookies,
      }),
  });
}
