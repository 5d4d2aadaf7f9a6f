/** Setting up the second factor on the security page, its backup codes, and removing it. */
import { html } from "../../api/pageFrame";
import { callApi } from "../apiCalls";
import { backupCodeList, confirmSetup, showSetup, toSetup } from "../factorSetup";
import { stepTexts } from "../texts/steps";
import type { SignedInFormVisit, SignedInVisit } from "../visit";
import { conclude, ownPath, showOwnPage } from "./layout";
import { onSecurity, renderSecurity } from "./security";

const CODE_PATH = "/account/factor/code";

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
      <p>
        <a class="button" href="${ownPath(visit, onSecurity(visit).page)}">${steps.backupSaved}</a>
      </p>`,
  });
}

export async function disableFactor(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/two-factor/disable", { password: readPassword(visit) });
  return await conclude(visit, answer, onSecurity(visit));
}
