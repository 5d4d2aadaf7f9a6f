/** The intent `dsync`: the directories of the organization, and the form for a new one. */
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { bounds } from "../../directories/fields";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import { loadRoles, roleField } from "../roles";
import { formFor, type SessionFormVisit, type SessionVisit } from "../visit";
import { directoryPath } from "./address";
import { onceField, readOnce } from "./once";
import { offeredProviders, providerRows } from "./providers";
import { directoryTexts } from "./texts";
import { showToken } from "./token";

export async function showDirectories(
  visit: SessionVisit,
  refusal: Problem | null = null,
  typed = "",
): Promise<Response> {
  const texts = directoryTexts[visit.language];
  const { session, place } = visit;
  const { body, problem } = await callOperation(visit, ["directories", "listDirectories"], {
    organizationId: session.organizationId,
  });
  const directories = body?.data ?? [];
  return await showPortalPage(visit, {
    title: texts.title,
    refusal: refusal ?? problem,
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
      ${await createForm(visit, typed)}`,
  });
}

async function createForm(visit: SessionVisit, typed: string): Promise<Html> {
  const texts = directoryTexts[visit.language];
  const roles = await loadRoles(visit);
  if (roles.length === 0) return html`<p class="quiet">${texts.noRoles}</p>`;
  return await formFor(visit, {
    path: "/portal/directories/create",
    fields: html`${onceField()}
      <label for="name">${texts.name}</label>
      <input
        id="name"
        name="name"
        autocomplete="off"
        required
        maxlength="${bounds.name}"
        value="${typed}"
      />
      <label for="provider">${texts.provider}</label>
      <select id="provider" name="provider">
        ${offeredProviders.map(
          (each) =>
            html`<option value="${each}">${providerRows[each].name ?? texts.other}</option>`,
        )}
      </select>
      ${roleField(roles, { label: texts.defaultRole })}`,
    button: texts.create,
  });
}

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
    ? await showDirectories(visit, answered.problem, name)
    : await showToken(visit, { ...answered.body, endsAt: null });
}
