/** What the forms of a connection do. */
import type * as z from "zod/mini";
import type { Contract } from "../../contract";
import { callOperation } from "../operationCalls";
import { seeOther, type SessionFormVisit } from "../visit";
import { profileFields, showConnection } from "./connection";
import { toConnectionPath } from "./connections";

type Change = Omit<z.input<Contract["sso"]["updateConnection"]["input"]>, "providerId">;

/** The fields that were filled in. */
const filled = <Name extends string>(
  { form }: SessionFormVisit,
  names: readonly Name[],
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names.map((name) => [name, form.text(name).trim()] as const).filter(([, text]) => text !== ""),
  ) as Partial<Record<Name, string>>; // of these names

async function change(visit: SessionFormVisit, changed: Change): Promise<Response> {
  const id = visit.form.text("id");
  const { problem } = await callOperation(visit, ["sso", "updateConnection"], {
    ...{ providerId: id, ...changed },
  });
  return problem
    ? await showConnection(visit, { id, refusal: problem })
    : seeOther(visit, toConnectionPath(id));
}

const oidcNames = ["issuer", "clientId", "clientSecret"] as const;
const samlNames = [
  ...(["metadataUrl", "metadataXml"] as const),
  ...(["idpEntityId", "idpSsoUrl", "idpCertificate"] as const),
];

/** A form has the fields of one protocol; the operation refuses those of the other. */
export async function saveProvider(visit: SessionFormVisit): Promise<Response> {
  const oidcConfig = filled(visit, oidcNames);
  const samlConfig = filled(visit, samlNames);
  return await change(visit, {
    ...(Object.keys(oidcConfig).length > 0 ? { oidcConfig } : {}),
    ...(Object.keys(samlConfig).length > 0 ? { samlConfig } : {}),
  });
}

export const saveDomains = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, { domains: visit.form.texts("domain") });

export async function saveMapping(visit: SessionFormVisit): Promise<Response> {
  const names = filled(visit, Object.keys(profileFields) as (keyof typeof profileFields)[]); // its own keys
  const providerId = visit.form.text("id");
  const { body, problem } = await callOperation(visit, ["sso", "getConnection"], { providerId });
  if (problem) return await showConnection(visit, { id: providerId, refusal: problem });
  return await change(
    visit,
    body.type === "saml"
      ? { samlConfig: { attributeMapping: names } }
      : { oidcConfig: { claimMapping: names } },
  );
}

/** The page with the link, because a form's answer must not lead to another site. */
export async function beginTest(visit: SessionFormVisit): Promise<Response> {
  const id = visit.form.text("id");
  const { body, problem } = await callOperation(visit, ["sso", "testConnection"], {
    providerId: id,
  });
  return await showConnection(visit, { id, refusal: problem, testUrl: body?.url ?? null });
}

export const activate = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, { active: true });
