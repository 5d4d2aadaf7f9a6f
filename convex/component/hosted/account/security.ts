/** The factors, passkeys and linked accounts of the user. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { readApi } from "../apiCalls";
import { passwordField } from "../formFields";
import type { HostedPath } from "../paths";
import { readReturnRefusal, type Refusal } from "../refusals";
import { stepTexts } from "../texts/steps";
import { formFor, type SignedInVisit } from "../visit";
import { leave, showOwnPage } from "./layout";
import { linkedPart } from "./linkedAccounts";
import { findRegistrationScript } from "./passkeyScript";
import { passkeyPart } from "./passkeys";
import { accountTexts } from "./texts";

const PAGE = "/account/security";

/** Also where a provider returns to, with an error in the address if it did not link its account. */
export const showSecurity = async (visit: SignedInVisit) =>
  await renderSecurity(visit, readReturnRefusal(visit.place.url.searchParams));

export async function renderSecurity(
  visit: SignedInVisit,
  refusal: Refusal | null,
): Promise<Response> {
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
  const takesPasskeys = passkeys.isDone && visit.opened.client?.passkey === true;
  return showOwnPage(visit, {
    title: texts.security,
    refusal,
    script: takesPasskeys ? await findRegistrationScript(visit) : null,
    body: html`<h2>${texts.factorTitle}</h2>
      ${own && (await factorPart(visit, own))}
      ${passkeys.isDone && (await passkeyPart(visit, passkeys.items, takesPasskeys))}
      ${await linkedPart(visit, accounts.items)}`,
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

/** How an act of this page ends. */
export const onSecurity = (visit: SignedInVisit) =>
  ({
    page: PAGE,
    again: async (refusal: Refusal) => await renderSecurity(visit, refusal),
  }) as const;
