/** A directory: how its requests go, what it has sent, and the forms that change it. */
import type * as z from "zod/mini";
import { html, type Html } from "../../api/pageFrame";
import type { Contract } from "../../contract";
import { toBaseUrl } from "../../directories/tokens";
import { fillText } from "../../hosted/texts/fill";
import { formFor } from "../forms";
import { showPortalPage } from "../layout";
import { callOperation, type Answered } from "../operationCalls";
import { refuse } from "../refused";
import { readVersion } from "../version";
import { seeOther, type SessionFormVisit, type SessionVisit } from "../visit";
import { directoryPath } from "./address";
import { showDirectories } from "./list";
import { mappingPart } from "./mapping";
import { onceField, readOnce } from "./once";
import { providerRows } from "./providers";
import { sentPart } from "./sent";
import { directoryTexts } from "./texts";
import { showTime } from "./time";
import { showToken } from "./token";

type Change = Omit<z.input<Contract["directories"]["updateDirectory"]["input"]>, "providerId">;
type Directory = Answered<"directories", "getDirectory">;

export const openDirectory = async (visit: SessionVisit): Promise<Response> =>
  await showDirectory(visit, visit.place.search.get("id") ?? "");

async function showDirectory(visit: SessionVisit, id: string): Promise<Response> {
  const texts = directoryTexts[visit.language];
  const { place } = visit;
  const { body, problem } = await callOperation(visit, ["directories", "getDirectory"], {
    providerId: id,
  });
  if (problem) return await showDirectories(visit, problem);
  const { name, provider } = body;
  const { suffix, steps, isOffered } = providerRows[provider];
  return await showPortalPage(visit, {
    title: name,
    body: html`<p>${texts.endpoint}<br /><code>${toBaseUrl(place.projectId)}${suffix}</code></p>
      <p>${isOffered ? texts[steps] : texts.google}</p>
      ${statusPart(visit, body)} ${await sentPart(visit, id)} ${await mappingPart(visit, body)}
      <h2>${texts.rotateTitle}</h2>
      <p>${texts.rotateText}</p>
      ${await formFor(visit, {
        ...{ path: "/portal/directories/rotate", id },
        fields: onceField,
        button: texts.rotate,
        isSecond: true,
      })}
      <p><a href="${place.base}/portal/directories">${texts.all}</a></p>`,
  });
}

function statusPart({ language }: SessionVisit, directory: Directory): Html {
  const texts = directoryTexts[language];
  const { state, lastSyncAt, recentFailures, usersByState, unlinkedCount, hasPendingWork } =
    directory;
  const counts = {
    active: String(usersByState.active),
    suspended: String(usersByState.suspended),
    unlinked: String(unlinkedCount),
  };
  return html`<h2>${texts.statusTitle}</h2>
    <p>${texts[state]}</p>
    ${lastSyncAt !== null && html`<p>${fillText(texts.lastSuccess, { time: showTime(lastSyncAt) })}</p>`}
    ${
      recentFailures.length > 0 &&
      html`<p>${texts.failures}</p>
        <ul>
          ${recentFailures.map(({ at, status, detail, requestId }) => {
            const values = { time: showTime(at), status: String(status), detail, id: requestId };
            return html`<li>${fillText(texts.failure, values)}</li>`;
          })}
        </ul>`
    }
    ${hasPendingWork && html`<p>${texts.pending}</p>`}
    <p>${fillText(texts.counts, counts)}</p>`;
}

export async function rotateToken(visit: SessionFormVisit): Promise<Response> {
  const providerId = visit.form.text("id");
  const { body, problem } = await callOperation(
    visit,
    ["directories", "rotateToken"],
    { providerId },
    readOnce(visit.form),
  );
  return problem
    ? await showDirectory(refuse(visit, problem), providerId)
    : await showToken(visit, { ...body, endsAt: body.previousTokenExpiresAt });
}

export const setDefaultRole = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, () => ({ defaultRole: visit.form.text("role") }));

export const mapGroup = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, ({ groupRoles }) => {
    const [group, role] = [visit.form.text("group").trim(), visit.form.text("role")];
    return { groupRoles: [...groupRoles, { group, role }], ...readVersion(visit.form) };
  });

export const unmapGroup = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, ({ groupRoles }) => {
    const [group, role] = [visit.form.text("group"), visit.form.text("role")];
    const kept = groupRoles.filter((each) => each.group !== group || each.role !== role);
    return { groupRoles: kept, ...readVersion(visit.form) };
  });

async function change(
  visit: SessionFormVisit,
  toFields: (directory: Directory) => Change,
): Promise<Response> {
  const providerId = visit.form.text("id");
  const found = await callOperation(visit, ["directories", "getDirectory"], { providerId });
  if (found.problem) return await showDirectories(refuse(visit, found.problem));
  const { problem } = await callOperation(visit, ["directories", "updateDirectory"], {
    ...{ providerId, ...toFields(found.body) },
  });
  return problem
    ? await showDirectory(refuse(visit, problem), providerId)
    : seeOther(visit, directoryPath(providerId));
}
