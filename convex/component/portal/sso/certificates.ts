/** The intent `certificate_renewal`: the next certificate beside the present one, then without it. */
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { fillText } from "../../hosted/texts/fill";
import { bounds } from "../../sso/fields";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import { formFor, seeOther, type SessionFormVisit, type SessionVisit } from "../visit";
import { listConnections, type Connection } from "./connections";
import { hiddenId } from "../formFields";

const PATH = "/portal/certificates";

const splitCertificates = ({ samlConfig }: Connection): string[] =>
  samlConfig?.idpCertificate.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];

export async function showCertificates(
  visit: SessionVisit,
  refusal: Problem | null = null,
): Promise<Response> {
  const { texts } = visit;
  const { body, problem } = await listConnections(visit);
  const saml = (body?.data ?? []).filter(({ type }) => type === "saml");
  const items = await Promise.all(saml.map(async (each) => await showOne(visit, each)));
  return await showPortalPage(visit, {
    title: texts.certificatesTitle,
    refusal: refusal ?? problem,
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
      return html`<details>
        <summary>${fillText(texts.certificateNumber, { number })}</summary>
        <pre>${pem}</pre>
        ${
          blocks.length === 1
            ? html`<p>${texts.lastCertificate}</p>`
            : await formFor(visit, {
                path: "/portal/certificates/remove",
                fields: html`${hiddenId(id)}<input type="hidden" name="pem" value="${pem}" />`,
                button: fillText(texts.removeCertificate, { number, name }),
                isSecond: true,
              })
        }
      </details>`;
    }),
  );
  const fields = html`${hiddenId(id)}
    <label for="${`url-${id}`}">${texts.metadataAddress}</label>
    <input id="${`url-${id}`}" name="metadataUrl" type="url" autocomplete="off" maxlength="2048" />
    <label for="${`xml-${id}`}">${texts.metadataText}</label>
    <textarea
      id="${`xml-${id}`}"
      name="metadataXml"
      rows="5"
      maxlength="${bounds.metadataXml}"
    ></textarea>
    <label for="${`pem-${id}`}">${texts.newCertificate}</label>
    <textarea
      id="${`pem-${id}`}"
      name="pem"
      rows="5"
      maxlength="${bounds.certificates}"
    ></textarea>`;
  return html`<li>
    <h2>${name}</h2>
    ${removals}
    ${await formFor(visit, {
      ...{ path: "/portal/certificates/add", fields, button: texts.addCertificates },
    })}
  </li>`;
}

async function update(
  visit: SessionFormVisit,
  samlConfig: { metadataUrl?: string; metadataXml?: string; idpCertificate?: string },
): Promise<Response> {
  const { problem } = await callOperation(visit, ["sso", "updateConnection"], {
    ...{ providerId: visit.form.text("id"), samlConfig },
  });
  return problem ? await showCertificates(visit, problem) : seeOther(visit, PATH);
}

/** The present certificates of the connection; a refusal of the API as its own page. */
async function readPresent(visit: SessionFormVisit): Promise<string[] | Response> {
  const { body, problem } = await callOperation(visit, ["sso", "getConnection"], {
    providerId: visit.form.text("id"),
  });
  return problem ? await showCertificates(visit, problem) : splitCertificates(body);
}

export async function addCertificates(visit: SessionFormVisit): Promise<Response> {
  const [metadataUrl, metadataXml, pem] = (["metadataUrl", "metadataXml", "pem"] as const).map(
    (name) => visit.form.text(name).trim(),
  );
  if (metadataUrl || metadataXml)
    return await update(visit, {
      ...(metadataUrl ? { metadataUrl } : {}),
      ...(metadataXml ? { metadataXml } : {}),
    });
  if (!pem) return seeOther(visit, PATH);
  const present = await readPresent(visit);
  return Array.isArray(present)
    ? await update(visit, { idpCertificate: [...present, pem].join("\n") })
    : present;
}

export async function removeCertificate(visit: SessionFormVisit): Promise<Response> {
  const present = await readPresent(visit);
  if (!Array.isArray(present)) return present;
  // Browsers send line breaks as CRLF.
  const pem = visit.form.text("pem").replaceAll("\r\n", "\n").trim();
  const kept = present.filter((each) => each.trim() !== pem);
  return kept.length === present.length || kept.length === 0
    ? seeOther(visit, PATH)
    : await update(visit, { idpCertificate: kept.join("\n") });
}
