/** What the forms of a connection do. */
import type * as z from "zod/mini";
import type { Contract } from "../../contract";
import type { Problem } from "../../core/errors";
import { callOperation } from "../operationCalls";
import { refuse } from "../refused";
import { readVersion } from "../version";
import { seeOther, type SessionFormVisit } from "../visit";
import { namesByHand, profileFields, showConnection } from "./connection";
import { toConnectionPath, type Connection } from "./connections";
import { readMetadataFields } from "./metadataFields";
import { readMapping, withMapping, withoutMapping } from "./roles";

type Change = Omit<z.input<Contract["sso"]["updateConnection"]["input"]>, "providerId">;

/** The fields that were filled in. */
const filled = <Name extends string>(
  { form }: SessionFormVisit,
  names: readonly Name[],
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names.map((name) => [name, form.text(name).trim()] as const).filter(([, text]) => text !== ""),
  ) as Partial<Record<Name, string>>; // of these names

async function change(
  visit: SessionFormVisit,
  changed: Change,
  toFormProblem = (problem: Problem): Problem => problem,
): Promise<Response> {
  const id = visit.form.text("id");
  const { problem } = await callOperation(visit, ["sso", "updateConnection"], {
    ...{ providerId: id, ...changed },
  });
  return problem
    ? await refuseChange(visit, toFormProblem(problem))
    : seeOther(visit, toConnectionPath(id));
}

const refuseChange = async (visit: SessionFormVisit, problem: Problem): Promise<Response> =>
  await showConnection(refuse(visit, problem), { id: visit.form.text("id") });

const oidcNames = ["issuer", "clientId", "clientSecret"] as const;

/** A form has the fields of one protocol; the operation refuses those of the other. */
export async function saveProvider(visit: SessionFormVisit): Promise<Response> {
  const metadata = await readMetadataFields(visit.form);
  if (metadata.problem) return await refuseChange(visit, metadata.problem);
  const oidcConfig = filled(visit, oidcNames);
  const samlConfig = { ...metadata.given, ...filled(visit, namesByHand) };
  const changed: Change = {
    ...(Object.keys(oidcConfig).length > 0 ? { oidcConfig } : {}),
    ...(Object.keys(samlConfig).length > 0 ? { samlConfig } : {}),
    ...readVersion(visit.form),
  };
  return await change(visit, changed, metadata.toFormProblem);
}

export const saveDomains = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, { domains: visit.form.texts("domain"), ...readVersion(visit.form) });

export const mapRole = async (visit: SessionFormVisit): Promise<Response> =>
  await changeRoles(visit, (connection) => withMapping(connection, readMapping(visit)));

export const unmapRole = async (visit: SessionFormVisit): Promise<Response> =>
  await changeRoles(visit, (connection) => withoutMapping(connection, readMapping(visit)));

async function changeRoles(
  visit: SessionFormVisit,
  toMapping: (connection: Connection) => Connection["roleMapping"],
): Promise<Response> {
  const providerId = visit.form.text("id");
  const { body, problem } = await callOperation(visit, ["sso", "getConnection"], { providerId });
  return problem
    ? await refuseChange(visit, problem)
    : await change(visit, { roleMapping: toMapping(body), ...readVersion(visit.form) });
}

export async function saveMapping(visit: SessionFormVisit): Promise<Response> {
  const names = filled(visit, Object.keys(profileFields) as (keyof typeof profileFields)[]); // its own keys
  const providerId = visit.form.text("id");
  const { body, problem } = await callOperation(visit, ["sso", "getConnection"], { providerId });
  if (problem) return await refuseChange(visit, problem);
  return await change(visit, {
    ...(body.type === "saml"
      ? { samlConfig: { attributeMapping: names } }
      : { oidcConfig: { claimMapping: names } }),
    ...readVersion(visit.form),
  });
}

/** The page with the link, because a form's answer must not lead to another site. */
export async function beginTest(visit: SessionFormVisit): Promise<Response> {
  const id = visit.form.text("id");
  const { body, problem } = await callOperation(visit, ["sso", "testConnection"], {
    providerId: id,
  });
  return problem
    ? await refuseChange(visit, problem)
    : await showConnection(visit, { id, testUrl: body.url });
}

export const activate = async (visit: SessionFormVisit): Promise<Response> =>
  await change(visit, { active: true });
