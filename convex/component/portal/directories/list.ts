/** The intent `dsync`: the directories of the organization, and the form for a new one. */
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { bounds } from "../../directories/fields";
import { formFor } from "../forms";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import { refuse } from "../refused";
import { loadRoles, toChoices } from "../roles";
import type { SessionFormVisit, SessionVisit } from "../visit";
import { directoryPath } from "./address";
import { onceField, readOnce } from "./once";
import { offeredProviders, providerRows } from "./providers";
import { directoryTexts, type DirectoryTexts } from "./texts";
import { showToken } from "./token";

/** `earlier`: why the page of one directory cannot be shown. */
export async function showDirectories(
  visit: SessionVisit,
  earlier: Problem | null = null,
): Promise<Response> {
  const texts = directoryTexts[visit.language];
  const { session, place } = visit;
  const { body, problem } = await callOperation(visit, ["directories", "listDirectories"], {
    organizationId: session.organizationId,
  });
  const directories = body?.data ?? [];
  return await showPortalPage(visit, {
    title: texts.title,
    problem: earlier ?? problem,
    body: html`<p>${texts.text}</p>
      ${body !== null && directories.length === 0 && html`<p class="quiet">${texts.none}</p>`}
      <ul class="rows">
        ${directories.map(
          ({ id, name, state }) =>
            html`<li>
              <a href="${place.base}${directoryPath(id)}">${name}</a><br /><span class="quiet"
                >${texts[state]}</span
              >
            </li>`,
        )}
      </ul>
      <h2>${texts.createTitle}</h2>
      <p class="quiet">${texts.google}</p>
      ${await createForm(visit)}`,
  });
}

async function createForm(visit: SessionVisit): Promise<Html> {
  const texts = directoryTexts[visit.language];
  const roles = await loadRoles(visit);
  if (roles.length === 0) return html`<p class="quiet">${texts.noRoles}</p>`;
  return await formFor(visit, {
    path: "/portal/directories/create",
    fields: (form) =>
      html`${onceField()}
      ${form.input({
        ...{ name: "name", label: texts.name, isRequired: true, maximum: bounds.name },
      })}
      ${form.choice({ name: "provider", label: texts.provider, choices: providerChoices(texts) })}
      ${form.choice({
        ...{ name: "role", apiName: "defaultRole", label: texts.defaultRole },
        choices: toChoices(roles),
      })}`,
    button: texts.create,
  });
}

const providerChoices = (texts: DirectoryTexts) =>
  offeredProviders.map((value) => ({ value, label: providerRows[value].name ?? texts.other }));

export async function createDirectory(visit: SessionFormVisit): Promise<Response> {
  const { form, session } = visit;
  const name = form.text("name").trim();
  const provider = offeredProviders.find((each) => each === form.text("provider"));
  const answered = await callOperation(
    visit,
    ["directories", "createDirectory"],
    {
      ...{ organizationId: session.organizationId, name, defaultRole: form.text("role") },
      provider: provider ?? "generic_scim_v2",
    },
    readOnce(form),
  );
  return answered.problem
    ? await showDirectories(refuse(visit, answered.problem))
    : await showToken(visit, { ...answered.body, endsAt: null });
}
