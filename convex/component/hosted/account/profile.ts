/** The user's name, user name, address and password. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { emailAddress } from "../../core/emailAddress";
import { normalUsername } from "../../core/username";
import { callApi, readApi } from "../apiCalls";
import { newPasswordField, usernameField } from "../formFields";
import type { Refusal } from "../refusals";
import { fillText } from "../texts/texts";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { conclude, leaveToEnrol, leaveToSignIn, ownPath, showOwnPage } from "./layout";
import { accountTexts } from "./texts";

interface Profile {
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** Neither is there where the project has no user names. */
  readonly username?: string | null;
  /** As the user wrote it. */
  readonly displayUsername?: string | null;
}

export const showProfile = async (visit: SignedInVisit) => await renderProfile(visit, null);

async function renderProfile(visit: SignedInVisit, refusal: Refusal | null): Promise<Response> {
  const answer = await readApi(visit, "/get-session");
  const user = answer.body.user as Profile | undefined; // as the endpoint presents it
  const { ctx, place, tokenHash, language, texts } = visit;
  const { projectId } = place;
  const own = await ctx.runQuery(internal.hosted.ownFactors.load, { projectId, tokenHash });
  if (!user || !own) return leaveToSignIn(visit, "/account");
  if (own.mustEnrol) return leaveToEnrol(visit, "/account");
  const labels = accountTexts[language];
  const { email } = user;
  const address = fillText(user.emailVerified ? labels.addressNow : labels.addressUnverified, {
    email,
  });
  const nameField = html`<label for="name">${texts.name}</label>
    <input
      id="name"
      name="name"
      autocomplete="name"
      required
      maxlength="100"
      value="${user.name}"
    />`;
  return showOwnPage(visit, {
    title: labels.profile,
    refusal,
    body: html`<h2>${labels.nameTitle}</h2>
      ${await formFor(visit, { path: "/account/name", fields: nameField, button: labels.save })}
      ${await usernamePart(visit, user)}
      <h2>${labels.addressTitle}</h2>
      <p>${address}</p>
      ${!user.emailVerified && (await verificationForm(visit))} ${await addressForm(visit)}
      ${await passwordPart(visit, own.hasPassword)}
      <p><a href="${ownPath(visit, "/account/deletion")}">${labels.deletionTitle}</a></p>`,
  });
}

async function usernamePart(visit: SignedInVisit, { username, displayUsername }: Profile) {
  if (visit.opened.client?.username !== true) return null;
  const labels = accountTexts[visit.language];
  const fields = usernameField({
    label: visit.texts.username,
    value: displayUsername ?? username ?? "",
    autocomplete: "username",
    isRequired: true,
  });
  return html`<h2>${labels.usernameTitle}</h2>
    ${await formFor(visit, { path: "/account/username", fields, button: labels.saveUsername })}`;
}

const verificationForm = async (visit: SignedInVisit): Promise<Html> =>
  await formFor(visit, {
    path: "/account/verification",
    fields: html``,
    button: accountTexts[visit.language].sendVerification,
    isSecond: true,
  });

async function addressForm(visit: SignedInVisit): Promise<Html> {
  const texts = accountTexts[visit.language];
  const fields = html`<label for="newEmail">${texts.newAddress}</label>
    <input
      id="newEmail"
      name="newEmail"
      type="email"
      autocomplete="email"
      required
      maxlength="254"
    />`;
  return await formFor(visit, { path: "/account/email", fields, button: texts.changeAddress });
}

async function passwordPart(visit: SignedInVisit, hasPassword: boolean): Promise<Html | null> {
  if (visit.opened.client?.password !== true) return null;
  const texts = accountTexts[visit.language];
  if (!hasPassword) {
    const path = "/account/password-link";
    return html`<h2>${texts.passwordTitle}</h2>
      <p>${texts.noPassword}</p>
      ${await formFor(visit, { path, fields: html``, button: texts.sendPasswordLink })}`;
  }
  const fields = html`<label for="currentPassword">${texts.currentPassword}</label>
    <input
      id="currentPassword"
      name="currentPassword"
      type="password"
      autocomplete="current-password"
      required
      maxlength="1024"
    />
    ${newPasswordField(visit)}
    <label><input type="checkbox" name="endOthers" value="1" checked /> ${texts.endOthers}</label>`;
  return html`<h2>${texts.passwordTitle}</h2>
    ${await formFor(visit, { path: "/account/password", fields, button: texts.changePassword })}`;
}

const onProfile = (visit: SignedInVisit) =>
  ({
    page: "/account",
    again: async (refusal: Refusal) => await renderProfile(visit, refusal),
  }) as const;

export async function saveName(visit: SignedInFormVisit): Promise<Response> {
  const name = visit.form.text("name").trim();
  if (name === "")
    return await renderProfile(visit, { text: "nameMissing", status: 422, retryAfter: null });
  return await conclude(visit, await callApi(visit, "/update-user", { name }), onProfile(visit));
}

/** The name is what the user signs in with; it cannot be given up again. */
export async function saveUsername(visit: SignedInFormVisit): Promise<Response> {
  const username = visit.form.text("username").trim();
  if (normalUsername(username) === null)
    return await renderProfile(visit, { text: "badUsername", status: 422, retryAfter: null });
  const answer = await callApi(visit, "/update-user", { username });
  return await conclude(visit, answer, onProfile(visit));
}

/** The same answer for a taken address. */
export async function changeAddress(visit: SignedInFormVisit): Promise<Response> {
  const newEmail = visit.form.text("newEmail").trim();
  if (emailAddress(newEmail) === null)
    return await renderProfile(visit, { text: "badAddress", status: 422, retryAfter: null });
  const callbackURL = ownPath(visit, "/account");
  const answer = await callApi(visit, "/change-email", { newEmail, callbackURL });
  const texts = accountTexts[visit.language];
  return await conclude(visit, answer, {
    ...onProfile(visit),
    done: (renewed) =>
      showSent(
        renewed,
        texts.addressSentTitle,
        fillText(texts.addressSentText, { email: newEmail }),
      ),
  });
}

export async function sendVerification(visit: SignedInFormVisit): Promise<Response> {
  const { email } = visit.opened.session;
  const callbackURL = ownPath(visit, "/account");
  const answer = await callApi(visit, "/send-verification-email", { email, callbackURL });
  const text = fillText(accountTexts[visit.language].verificationSentText, { email });
  return await conclude(visit, answer, {
    ...onProfile(visit),
    done: (renewed) => showSent(renewed, visit.texts.checkMailTitle, text),
  });
}

function showSent(visit: SignedInVisit, title: string, text: string): Response {
  const { back } = accountTexts[visit.language];
  return showPage(visit, {
    title,
    body: html`<p>${text}</p>
      <p><a href="${ownPath(visit, "/account")}">${back}</a></p>`,
  });
}

export async function changePassword(visit: SignedInFormVisit): Promise<Response> {
  const { form } = visit;
  const answer = await callApi(visit, "/change-password", {
    currentPassword: form.text("currentPassword"),
    newPassword: form.text("password"),
    revokeOtherSessions: form.text("endOthers") === "1",
  });
  return await conclude(visit, answer, onProfile(visit));
}

/** For an account without a password: choosing one takes the mailbox. */
export async function sendPasswordLink(visit: SignedInFormVisit): Promise<Response> {
  const { email } = visit.opened.session;
  const redirectTo = ownPath(visit, "/hosted/reset/new", { return_path: "/account" });
  const answer = await callApi(visit, "/request-password-reset", { email, redirectTo });
  const text = fillText(accountTexts[visit.language].passwordLinkText, { email });
  return await conclude(visit, answer, {
    ...onProfile(visit),
    done: (renewed) => showSent(renewed, visit.texts.checkMailTitle, text),
  });
}
