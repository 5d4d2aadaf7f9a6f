/** The page of one connection: every step, in order, with what is saved so far. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { bounds } from "../../sso/fields";
import type { FormFields } from "../formFields";
import { formFor } from "../forms";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import { findRefused } from "../refused";
import type { Texts } from "../texts/en";
import type { GuideName } from "../texts/sso/enGuides";
import { versionField } from "../version";
import type { SessionVisit } from "../visit";
import { stateTexts, toConnectionPath, type Connection } from "./connections";
import { findGuideName, guideNames, guides, guideTexts, type CopiedValue } from "./guides";
import { MAXIMUM_URL, metadataFields } from "./metadataFields";
import { findPresent, showProgress } from "./progress";
import { showRoles } from "./roles";
import { showValidity, splitCertificates } from "./validity";

export const profileFields = {
  email: "fieldEmail",
  firstName: "fieldFirstName",
  lastName: "fieldLastName",
  displayName: "fieldDisplayName",
  groups: "fieldGroups",
} as const satisfies Readonly<
  Record<keyof NonNullable<Connection["samlConfig"]>["attributeMapping"], keyof Texts>
>;

interface Shown {
  /** Of the request's query by default. */
  readonly id?: string;
  /** The address of a test sign-in. */
  readonly testUrl?: string | null;
}

export async function showConnection(
  visit: SessionVisit,
  { id = visit.place.search.get("id") ?? "", testUrl = null }: Shown = {},
): Promise<Response> {
  const { texts, place } = visit;
  const { body: connection, problem } = await callOperation(visit, ["sso", "getConnection"], {
    providerId: id,
  });
  if (problem)
    return await showPortalPage(visit, {
      ...{ title: texts.ssoTitle, problem },
      body: html`<p><a class="button" href="${place.base}/portal/sso">${texts.ssoBack}</a></p>`,
    });
  const { name, state } = connection;
  return await showPortalPage(visit, {
    title: name,
    body: html`<p><strong>${texts[stateTexts[state]]}</strong></p>
      <nav aria-label="${texts.ssoTitle}">
        <a href="${place.base}/portal/sso">${texts.ssoBack}</a>
      </nav>
      ${showProgress(texts, connection)} ${showGuide(visit, connection)}
      ${await showProvider(visit, connection)} ${await showDomainChoice(visit, connection)}
      ${await showMapping(visit, connection)} ${await showRoles(visit, connection)}
      ${await showTest(visit, connection, testUrl)}
      ${state !== "active" && (await showActivation(visit, connection))}`,
  });
}

function chooseGuide({ place }: SessionVisit, { name, type }: Connection): GuideName {
  const asked = findGuideName(place.search.get("guide"));
  const fitting = guideNames.filter((each) => guides[each].type === type);
  const chosen =
    fitting.find((each) => each === asked) ?? fitting.find((each) => guides[each].name === name);
  return chosen ?? type;
}

function showGuide(visit: SessionVisit, connection: Connection): Html {
  const { texts, language, place } = visit;
  const chosen = chooseGuide(visit, connection);
  const guide = guides[chosen];
  const { steps, hint } = guideTexts[language][chosen];
  const acs = connection.samlConfig?.spAcsUrl ?? "";
  const values: Readonly<Record<CopiedValue, string>> = {
    acs,
    // A regular expression that matches nothing else.
    acsPattern: `^${acs.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`,
    entityId: connection.samlConfig?.spEntityId ?? "",
    metadata: connection.spMetadataUrl ?? "",
    redirect: connection.oidcConfig?.redirectUrl ?? "",
  };
  const others = guideNames.filter((each) => guides[each].type === connection.type);
  return html`<h2 id="provider">${texts.stepProvider}</h2>
    ${
      others.length > 1 &&
      html`<details>
        <summary>${texts.stepGuide} ${guide.name}</summary>
        <nav aria-label="${texts.stepGuide}">
          ${others.map(
            (each) =>
              html`<a href="${`${place.base}${toConnectionPath(connection.id)}&guide=${each}`}"
                >${guides[each].name}</a
              >`,
          )}
        </nav>
      </details>`
    }
    <ol>
      ${steps.map((step) => html`<li>${step}</li>`)}
    </ol>
    ${hint !== null && html`<p>${hint}</p>`}
    <p>${texts.stepCopied}</p>
    <ul>
      ${guide.copied.map(
        ([label, value]) => html`<li>${label}<br /><code>${values[value]}</code></li>`,
      )}
    </ul>
    ${
      guide.attributes.length > 0 &&
      html`<p>${texts.stepAttributes}</p>
        <ul>
          ${guide.attributes.map(([name, value]) => html`<li><code>${name}</code>: ${value}</li>`)}
        </ul>`
    }`;
}

async function showProvider(visit: SessionVisit, connection: Connection): Promise<Html> {
  const { texts } = visit;
  const { id, samlConfig } = connection;
  const present = findPresent(connection);
  return html`<h2 id="configure">${texts.stepConfigure}</h2>
    ${present !== null && html`<p>${fillText(texts.present, { value: present })}</p>`}
    ${splitCertificates(connection).map((pem, i) => showValidity(texts, pem, i))}
    ${await formFor(visit, {
      ...{ path: "/portal/sso/provider", id, isUpload: samlConfig !== undefined },
      fields: (form) =>
        html`${versionField(connection)}
        ${samlConfig ? samlFields(texts, form) : oidcFields(texts, form, connection)}`,
      button: texts.save,
    })}`;
}

export const namesByHand = ["idpEntityId", "idpSsoUrl", "idpCertificate"] as const;

const samlFields = (texts: Texts, form: FormFields): Html =>
  html`${metadataFields(texts, form)}
    <details ${form.hasTyped(namesByHand) && html` open`}>
      <summary>${texts.byHand}</summary>
      ${form.input({
        ...{ name: "idpEntityId", label: texts.idpEntityId, maximum: bounds.entityId },
      })}
      ${form.input({
        ...{ name: "idpSsoUrl", label: texts.idpSsoUrl, type: "url", maximum: MAXIMUM_URL },
      })}
      ${form.text({
        ...{ name: "idpCertificate", label: texts.idpCertificate, maximum: bounds.certificates },
      })}
    </details>`;

const oidcFields = (texts: Texts, form: FormFields, { oidcConfig }: Connection): Html =>
  html`${form.input({
    ...{ name: "issuer", label: texts.issuer, type: "url", maximum: MAXIMUM_URL },
    value: oidcConfig?.issuer ?? "",
  })}
  ${form.input({
    ...{ name: "clientId", label: texts.clientId, maximum: bounds.clientId },
    value: oidcConfig?.clientId ?? "",
  })}
  ${form.input({
    ...{ name: "clientSecret", label: texts.clientSecret, type: "password" },
    maximum: bounds.clientSecret,
  })}`;

async function showDomainChoice(visit: SessionVisit, connection: Connection): Promise<Html> {
  const { id, domains } = connection;
  const { texts, place, session } = visit;
  const { organizationId } = session;
  const listed = await callOperation(visit, ["domains", "list"], { organizationId, limit: 100 });
  const claimed = listed.body?.data ?? [];
  const verified = new Set(
    claimed.filter(({ state }) => state === "verified").map(({ domain }) => domain),
  );
  const all = [...new Set([...domains, ...claimed.map(({ domain }) => domain)])].toSorted();
  const choices = all.map((domain) => ({
    value: domain,
    label: verified.has(domain) ? domain : fillText(texts.notVerified, { domain }),
  }));
  return html`<h2 id="domains">${texts.stepDomains}</h2>
    ${
      choices.length > 0 &&
      (await formFor(visit, {
        ...{ path: "/portal/sso/domains", id },
        fields: (form) =>
          html`${versionField(connection)}
          ${form.checks({
            ...{ name: "domain", apiName: "domains", label: texts.domainsChoice },
            ...{ choices, chosen: domains },
          })}`,
        button: texts.saveDomains,
      }))
    }
    <p><a href="${place.base}/portal/domains">${texts.domainsPage}</a></p>`;
}

async function showMapping(visit: SessionVisit, connection: Connection): Promise<Html> {
  const { texts } = visit;
  const { id, samlConfig, oidcConfig } = connection;
  const names = samlConfig?.attributeMapping ?? oidcConfig?.claimMapping ?? {};
  const path = "/portal/sso/mapping";
  const fields = Object.keys(profileFields) as (keyof typeof profileFields)[]; // its own keys
  return html`<h2>${texts.stepMapping}</h2>
    <details ${findRefused(visit, { path, id }) && html` open`}>
      <summary>${texts.mappingText}</summary>
      ${await formFor(visit, {
        ...{ path, id },
        fields: (form) =>
          html`${versionField(connection)}
          ${fields.map((name) =>
            form.input({
              ...{ name, label: texts[profileFields[name]], maximum: bounds.attribute },
              value: names[name] ?? "",
            }),
          )}`,
        button: texts.saveMapping,
        isSecond: true,
      })}
    </details>`;
}

async function showTest(
  visit: SessionVisit,
  { id, state, testedAt }: Connection,
  testUrl: string | null,
): Promise<Html> {
  const { texts, place } = visit;
  const begin = await formFor(visit, {
    ...{ path: "/portal/sso/test", id, button: texts.testBegin },
    isSecond: testUrl !== null,
  });
  return html`<h2 id="test">${texts.stepTest}</h2>
    <p>${texts.testText}</p>
    <p>
      <strong>${testedAt === null ? texts.testMissing : texts.testPassed}</strong>
    </p>
    ${
      testUrl !== null &&
      html`<p>${texts.testReady}</p>
        <p>
          <a class="button" href="${testUrl}" target="_blank" rel="noopener">${texts.testOpen}</a>
        </p>
        <p><a href="${place.base + toConnectionPath(id)}">${texts.testReload}</a></p>`
    }
    ${state !== "draft" && begin}`;
}

const showActivation = async (visit: SessionVisit, { id }: Connection): Promise<Html> =>
  html`<h2 id="activate">${visit.texts.stepActivate}</h2>
    <p>${visit.texts.activateText}</p>
    ${await formFor(visit, {
      ...{ path: "/portal/sso/activate", id, button: visit.texts.activate },
    })}`;
