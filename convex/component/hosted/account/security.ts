/** The factors, passkeys and linked accounts of the user. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { callApi, readApi } from "../apiCalls";
import { backupCodeList, confirmSetup, showSetup, toSetup } from "../factorSetup";
import { passwordField } from "../formFields";
import type { HostedPath } from "../paths";
import type { Refusal } from "../refusals";
import { stepTexts } from "../texts/steps";
import { fillText } from "../texts/texts";
import { formFor, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { conclude, leave, ownPath, showOwnPage } from "./layout";
import { accountTexts } from "./texts";

const PAGE = "/account/security";
const CODE_PATH = "/account/factor/code";

export const showSecurity = async (visit: SignedInVisit) => await renderSecurity(visit, null);

async function renderSecurity(visit: SignedInVisit, refusal: Refusal | null): Promise<Response> {
  const { ctx, place, tokenHash, language } = visit;
  const { projectId } = place;
  const accounts = await readApi(visit, "/list-accounts");
  if (!accounts.isDone) {
    const away = leave(visit, { page: PAGE, ...accounts });
    if (away) return away;
  }
  const passkeys = await readApi(visit, "/passkey/list-user-passkeys");
  const own = await ctx.runQuery(internal.hosted.ownFactors.load, { projectId, tokenHash });
  const texts = accountTexts[language];
  return showOwnPage(visit, {
    title: texts.security,
    refusal,
    body: html`<h2>${texts.factorTitle}</h2>
      ${own && (await factorPart(visit, own))}
      ${passkeys.isDone && (await passkeyPart(visit, passkeys.items))}
      <h2>${texts.accountsTitle}</h2>
      ${await accountList(visit, accounts.items)}`,
  });
}

interface Own {
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly canEnrol: boolean;
}

async function factorPart(
  visit: SignedInVisit,
  { hasPassword, hasSecondFactor, canEnrol }: Own,
): Promise<Html> {
  const texts = accountTexts[visit.language];
  const steps = stepTexts[visit.language];
  if (!canEnrol && !hasSecondFactor) return html`<p>${texts.factorClosed}</p>`;
  const act = async (path: HostedPath, button: string, id: string) =>
    await formFor(visit, {
      ...{ path, button },
      fields: html`${hasPassword && passwordField(visit, id)}`,
      isSecond: hasSecondFactor,
    });
  if (!hasSecondFactor)
    return html`<p>${texts.factorOff}</p>
      ${await act("/account/factor", steps.enrolStart, "password")}`;
  return html`<p>${texts.factorOn}</p>
    ${await act("/account/factor", texts.setUpAgain, "passwordToReplace")}
    <p>${texts.newBackupCodesText}</p>
    ${await act("/account/factor/backup-codes", texts.newBackupCodes, "passwordForCodes")}
    ${await act("/account/factor/disable", texts.disableFactor, "passwordToDisable")}`;
}

type Item = Readonly<Record<string, unknown>>;

async function passkeyPart(visit: SignedInVisit, items: readonly Item[]): Promise<Html> {
  const texts = accountTexts[visit.language];
  const rows = await Promise.all(
    items.map(async ({ id, name, createdAt }) => {
      const shown =
        typeof name === "string" && name !== ""
          ? name
          : fillText(texts.passkey, { date: String(createdAt).slice(0, 10) });
      return await formFor(visit, {
        path: "/account/passkey/remove",
        fields: html`<input type="hidden" name="passkey" value="${String(id)}" />`,
        button: fillText(texts.remove, { name: shown }),
        isSecond: true,
      });
    }),
  );
  return html`<h2>${texts.passkeysTitle}</h2>
    ${rows.length === 0 && html`<p>${texts.noPasskeys}</p>`} ${rows}`;
}

async function accountList(visit: SignedInVisit, items: readonly Item[]): Promise<Html> {
  const texts = accountTexts[visit.language];
  const linked = items.filter(({ providerId }) => providerId !== "credential");
  const rows = await Promise.all(
    linked.map(
      async ({ providerId, accountId }) =>
        await formFor(visit, {
          path: "/account/linked/remove",
          fields: html`<input type="hidden" name="provider" value="${String(providerId)}" />
            <input type="hidden" name="account" value="${String(accountId)}" />`,
          button: fillText(texts.unlink, { name: String(providerId) }),
          isSecond: true,
        }),
    ),
  );
  return rows.length === 0 ? html`<p>${texts.noAccounts}</p>` : html`${rows}`;
}

const onSecurity = (visit: SignedInVisit) =>
  ({
    page: PAGE,
    again: async (refusal: Refusal) => await renderSecurity(visit, refusal),
  }) as const;

const readPassword = ({ form }: SignedInFormVisit) => form.text("password") || undefined;

export async function setUpFactor(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/two-factor/enable", { password: readPassword(visit) });
  const { cookies } = answer;
  return await conclude(visit, answer, {
    ...onSecurity(visit),
    done: async () =>
      await showSetup(visit, toSetup(answer), { path: CODE_PATH, refusal: null, cookies }),
  });
}

/** The backup codes of a new app are shown here, once. */
export async function confirmFactor(visit: SignedInFormVisit): Promise<Response> {
  const confirmed = await confirmSetup(visit, CODE_PATH);
  if (!confirmed) return await renderSecurity(visit, null);
  if ("response" in confirmed) return confirmed.response;
  const { answer, backupCodes } = confirmed;
  return await conclude(visit, answer, {
    ...onSecurity(visit),
    done: (renewed) => showBackupCodes(renewed, backupCodes, answer.cookies),
  });
}

export async function renewBackupCodes(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/two-factor/generate-backup-codes", {
    password: readPassword(visit),
  });
  const codes = answer.body.backupCodes as string[]; // as the endpoint returns them
  return await conclude(visit, answer, {
    ...onSecurity(visit),
    done: (renewed) => showBackupCodes(renewed, codes, answer.cookies),
  });
}

function showBackupCodes(
  visit: SignedInVisit,
  codes: readonly string[],
  cookies: readonly string[],
): Response {
  const steps = stepTexts[visit.language];
  return showOwnPage(visit, {
    title: steps.backupTitle,
    cookies,
    body: html`<p>${steps.backupText}</p>
      ${backupCodeList(codes)}
      <p><a class="button" href="${ownPath(visit, PAGE)}">${steps.backupSaved}</a></p>`,
  });
}

export async function disableFactor(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/two-factor/disable", { password: readPassword(visit) });
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
