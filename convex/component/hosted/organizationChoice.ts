/**
 * Choosing the active organization of the app's session, where the request says
 * `prompt=select_organization` and the user is a member of several.
 */
import { internal } from "../_generated/api";
import { html } from "../api/pageFrame";
import { finish, readFlow } from "./flow";
import { stepTexts } from "./texts/steps";
import { fillText } from "./texts/texts";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "./visit";

export async function askForOrganization(visit: SignedInVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { ctx, place, tokenHash, language, opened, texts } = visit;
  const steps = stepTexts[language];
  const { projectId } = place;
  const found = await ctx.runQuery(internal.hosted.organizationChoices.list, {
    ...{ projectId, tokenHash },
  });
  const path = "/hosted/organization";
  const choices = await Promise.all(
    found.map(async ({ id, name, isOpen }) => {
      if (!isOpen)
        return html`<p class="quiet">${fillText(steps.organizationClosed, { name })}</p>`;
      const fields = html`<input type="hidden" name="organization" value="${id}" />`;
      return await formFor(visit, { path, fields, button: name, isSecond: true });
    }),
  );
  return showPage(visit, {
    title: steps.organizationTitle,
    body: html`<p class="quiet">${fillText(texts.toApp, { app: flow.client.name })}</p>
      <p class="quiet">${opened.session.email}</p>
      ${found.length === 0 && html`<p>${steps.noOrganization}</p>`} ${choices}`,
  });
}

/** The organization must be one of the user's, which the code's transaction checks. */
export async function takeOrganization(visit: SignedInFormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const organizationId = visit.form.text("organization");
  if (organizationId === "") return await askForOrganization(visit);
  const wanted = { ...flow.wanted, organizationId };
  return await finish(visit, { ...flow, wanted }, { tokenHash: visit.tokenHash, cookies: [] });
}
