/**
 * What a member sets up in the admin portal: domains, single sign-on, a directory. The page makes a
 * link as the API does in the member's session, and opens it at once.
 */
import { html, type Html } from "../../api/pageFrame";
import { portalIntents, type PortalIntent } from "../../core/portalIntents";
import { enterPortal } from "../../portal/enter";
import { seeOther } from "../account/layout";
import { callOperation } from "../operationCalls";
import { fillPath } from "../paths";
import { formFor, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { leaveWith, readOrganizationId, toTrouble, type Trouble } from "./layout";
import type { Standing } from "./standing";
import { organizationTexts, type OrganizationTexts } from "./texts";

const PATH = "/organizations/:id/set-up";

/** The name of each; null for what has no pages, or is on the page of the organization. */
const names: Readonly<Record<PortalIntent, keyof OrganizationTexts | null>> = {
  domain_verification: "setUpDomains",
  sso: "setUpSso",
  certificate_renewal: "setUpCertificates",
  dsync: "setUpDirectory",
  audit_logs: "setUpAuditLog",
  log_streams: null,
  users: null,
};

export async function setUpPart(visit: SignedInVisit, { intents }: Standing): Promise<Html | null> {
  const texts = organizationTexts[visit.language];
  const named = intents.flatMap((intent) => {
    const name = names[intent];
    return name === null ? [] : [{ intent, button: texts[name] }];
  });
  if (named.length === 0) return null;
  const forms = await Promise.all(
    named.map(async ({ intent, button }) => {
      const fields = html`<input type="hidden" name="intent" value="${intent}" />`;
      return await formFor(visit, { path: PATH, fields, button, isSecond: true });
    }),
  );
  return html`<h2>${texts.setUp}</h2>
    <p>${texts.setUpText}</p>
    ${forms}`;
}

/** Opens the portal; `again` shows the page of the organization. */
export async function openPortal(
  visit: SignedInFormVisit,
  again: (trouble: Trouble) => Promise<Response>,
): Promise<Response> {
  const { place } = visit;
  const organizationId = readOrganizationId(visit);
  const page = fillPath("/organizations/:id", organizationId);
  const wanted = visit.form.text("intent");
  const intent = portalIntents.find((each) => each === wanted);
  if (intent === undefined) return await again({ text: "invalid", status: 422 });
  const { body, problem } = await callOperation(visit, ["portal", "generateLink"], {
    ...{ organizationId, intent },
    returnUrl: place.url.origin + place.base + page,
  });
  if (problem) return leaveWith(visit, page, problem) ?? (await again(toOwnTrouble(problem)));
  const cookie = await enterPortal(visit, body.link);
  return cookie === null
    ? await again({ text: "gone", status: 409 })
    : seeOther(visit, `${place.base}/portal`, [cookie]);
}

const toOwnTrouble = (problem: Parameters<typeof toTrouble>[0]): Trouble =>
  problem.code === "conflict"
    ? { text: "setUpFull", status: 409 }
    : toTrouble(problem, "getOrganization");
