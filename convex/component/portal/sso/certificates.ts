/** The intent `certificate_renewal`: the next certificate beside the present one, then without it. */
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { fillText } from "../../hosted/texts/fill";
import { bounds } from "../../sso/fields";
import { formFor, hiddenField } from "../forms";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import { refuse } from "../refused";
import { readVersion, versionField } from "../version";
import { seeOther, type SessionFormVisit, type SessionVisit } from "../visit";
import { listConnections, type Connection } from "./connections";
import { metadataFields, readMetadataFields } from "./metadataFields";
import { showValidity, splitCertificates } from "./validity";

const PATH = "/portal/certificates";

export async function showCertificates(visit: SessionVisit): Promise<Response> {
  const { texts } = visit;
  const { body, problem } = await listConnections(visit);
  const saml = (body?.data ?? []).filter(({ type }) => type === "saml");
  const items = await Promise.all(saml.map(async (each) => await showOne(visit, each)));
  return await showPortalPage(visit, {
    title: texts.certificatesTitle,
    problem,
    body: html`<p>${texts.certificatesText}</p>
      ${
        items.length === 0
          ? html`<p class="quiet">${texts.noCertificates}</p>`
          : html`<ul class="rows">
              ${items}
            </ul>`
      }`,
  });
}

async function showOne(visit: SessionVisit, connection: Connection): Promise<Html> {
  const { texts } = visit;
  const { id, name } = connection;
  const blocks = splitCertificates(connection);
  const removals = await Promise.all(
    blocks.map(async (pem, i) => {
      const number = String(i + 1);
      return html`${showValidity(texts, pem, i)}
        <details>
          <summary>${fillText(texts.certificateNumber, { number })}</summary>
          <pre>${pem}</pre>
          ${
            blocks.length === 1
              ? html`<p>${texts.lastCertificate}</p>`
              : await formFor(visit, {
                  ...{ path: "/portal/certificates/remove", id },
                  fields: () => html`${versionField(connection)} ${hiddenField("pem", pem)}`,
                  button: fillText(texts.removeCertificate, { number, name }),
                  isSecond: true,
                })
          }
        </details>`;
    }),
  );
  const add = await formFor(visit, {
    ...{ path: "/portal/certificates/add", id, isUpload: true },
    fields: (form) =>
      html`${versionField(connection)} ${metadataFields(texts, form)}
      ${form.text({
        ...{ name: "pem", apiName: "idpCertificate", label: texts.newCertificate },
        maximum: bounds.certificates,
      })}`,
    button: texts.addCertificates,
  });
  return html`<li>
    <h2>${name}</h2>
    ${removals} ${add}
  </li>`;
}

const refuseChange = async (visit: SessionFormVisit, problem: Problem): Promise<Response> =>
  await showCertificates(refuse(visit, problem));

async function update(
  visit: SessionFormVisit,
  samlConfig: { metadataUrl?: string; metadataXml?: string; idpCertificate?: string },
  toFormProblem = (problem: Problem): Problem => problem,
): Promise<Response> {
  const { problem } = await callOperation(visit, ["sso", "updateConnection"], {
    ...{ providerId: visit.form.text("id"), samlConfig },
    // Metadata adds to whatever is there; a list replaces it.
    ...(samlConfig.idpCertificate === undefined ? {} : readVersion(visit.form)),
  });
  return problem ? await refuseChange(visit, toFormProblem(problem)) : seeOther(visit, PATH);
}

/** The present certificates of the connection; a refusal of the API as its own page. */
async function readPresent(visit: SessionFormVisit): Promise<string[] | Response> {
  const { body, problem } = await callOperation(visit, ["sso", "getConnection"], {
    providerId: visit.form.text("id"),
  });
  return problem ? await refuseChange(visit, problem) : splitCertificates(body);
}

/** Metadata comes before a certificate. */
export async function addCertificates(visit: SessionFormVisit): Promise<Response> {
  const metadata = await readMetadataFields(visit.form);
  if (metadata.problem) return await refuseChange(visit, metadata.problem);
  if (Object.keys(metadata.given).length > 0)
    return await update(visit, metadata.given, metadata.toFormProblem);
  const pem = visit.form.text("pem").trim();
  if (!pem) return seeOther(visit, PATH);
  const present = await readPresent(visit);
  return Array.isArray(present)
    ? await update(visit, { idpCertificate: [...present, pem].join("\n") })
    : present;
}

/** One that is no longer there is removed already. The page offers this for no last one. */
export async function removeCertificate(visit: SessionFormVisit): Promise<Response> {
  const present = await readPresent(visit);
  if (!Array.isArray(present)) return present;
  // Browsers send line breaks as CRLF.
  const pem = visit.form.text("pem").replaceAll("\r\n", "\n").trim();
  const kept = present.filter((each) => each.trim() !== pem);
  if (kept.length === present.length) return seeOther(visit, PATH);
  return kept.length === 0
    ? await refuseChange(visit, othersRemoved)
    : await update(visit, { idpCertificate: kept.join("\n") });
}

const LAST = "It has become the only certificate, so it stays";
const othersRemoved: Problem = {
  code: "conflict",
  message: LAST,
  errors: [{ field: "pem", message: LAST, code: "changed" }],
};
