/** The intent `domain_verification`: claims on domains, and the records that prove them. */
import { html, type Html } from "../api/pageFrame";
import { fillText } from "../hosted/texts/fill";
import { formFor } from "./forms";
import { showPortalPage } from "./layout";
import { callOperation, type Answered } from "./operationCalls";
import { refuse } from "./refused";
import { seeOther, type SessionFormVisit, type SessionVisit } from "./visit";

type Claim = Answered<"domains", "list">["data"][number];

/** All of an organization, which has at most as many. */
const LIMIT = 100;

export async function showDomains(visit: SessionVisit): Promise<Response> {
  const { texts, session } = visit;
  const { organizationId } = session;
  const listed = await callOperation(visit, ["domains", "list"], { organizationId, limit: LIMIT });
  const items = await Promise.all(
    (listed.body?.data ?? []).map(async (each) => await showDomain(visit, each)),
  );
  const claim = await formFor(visit, {
    path: "/portal/domains/create",
    fields: (form) =>
      form.input({
        ...{ name: "domain", label: texts.domain, placeholder: "example.com" },
        ...{ isRequired: true, maximum: 254 },
      }),
    button: texts.claim,
  });
  return await showPortalPage(visit, {
    title: texts.domainsTitle,
    problem: listed.problem,
    body: html`<p>${texts.domainsText}</p>
      ${
        items.length === 0
          ? html`<p class="quiet">${texts.noDomains}</p>`
          : html`<ul class="rows">
              ${items}
            </ul>`
      }
      <h2>${texts.claimTitle}</h2>
      ${claim}
      ${
        session.intent === "sso" &&
        html`<p><a class="button" href="${visit.place.base}/portal/sso">${texts.ssoTitle}</a></p>`
      }`,
  });
}

async function showDomain(visit: SessionVisit, claim: Claim): Promise<Html> {
  const { texts } = visit;
  const { id, domain, state, txtRecord, lastCheckResult } = claim;
  const found = lastCheckResult === "found" ? null : lastCheckResult;
  return html`<li>
    <h2>${domain}</h2>
    <p><strong>${texts[state]}</strong></p>
    ${found !== null && html`<p>${found === "missing" ? texts.missing : texts.otherValue}</p>`}
    ${state === "verified" && html`<p>${texts.keepRecord}</p>`}
    <p>${texts.recordName}<br /><code>${txtRecord.name}</code></p>
    <p>${texts.recordValue}<br /><code>${txtRecord.value}</code></p>
    ${await formFor(visit, {
      ...{ path: "/portal/domains/verify", id },
      button: fillText(texts.verify, { domain }),
    })}
    <details>
      <summary>${fillText(texts.remove, { domain })}</summary>
      <p>${texts.removeText}</p>
      ${await formFor(visit, {
        ...{ path: "/portal/domains/delete", id },
        button: fillText(texts.remove, { domain }),
        isSecond: true,
      })}
    </details>
  </li>`;
}

export async function createDomain(visit: SessionFormVisit): Promise<Response> {
  const domain = visit.form.text("domain").trim();
  const { organizationId } = visit.session;
  const { problem } = await callOperation(visit, ["domains", "createVerification"], {
    ...{ organizationId, domain },
  });
  return problem ? await showDomains(refuse(visit, problem)) : seeOther(visit, "/portal/domains");
}

export const verifyDomain = async (visit: SessionFormVisit) => await actOn(visit, "verify");
export const deleteDomain = async (visit: SessionFormVisit) =>
  await actOn(visit, "deleteVerification");

async function actOn(
  visit: SessionFormVisit,
  name: "verify" | "deleteVerification",
): Promise<Response> {
  const { problem } = await callOperation(visit, ["domains", name], { id: visit.form.text("id") });
  return problem ? await showDomains(refuse(visit, problem)) : seeOther(visit, "/portal/domains");
}
