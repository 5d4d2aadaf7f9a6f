/** Projects, organizations and connections of the tests of sign-in through SSO. */
import type { Doc } from "../../convex/component/_generated/dataModel";

import { clientId, clientSecret } from "./identityProvider";
import { httpRuntime, newProject, type HttpRuntime, type TestProject } from "./runtime";
import type { SamlProvider } from "./samlProvider";
import { newVisitor, pathIn, type TestVisitor } from "./visitor";
import type { WireClient } from "./wireClient";

type Row<T extends "ssoConnections" | "domains"> = Omit<Doc<T>, "_id" | "_creationTime">;
type Input = Parameters<WireClient["sso"]["createConnection"]>[0];
type Settings = Parameters<WireClient["configuration"]["saveDashboardConfig"]>[0];

export interface Tenant {
  readonly project: TestProject;
  readonly admin: WireClient;
  /** An organization with a verified domain. */
  readonly organizationId: string;
  readonly domain: string;
}

let serial = 0;

/** On the test engine, whose rows the tests write. */
export function ssoStage() {
  process.env.BANATA_LOCAL_WEBHOOKS = "1"; // allows the providers of this machine
  const runtime = httpRuntime();
  const { engine } = runtime;

  const verifyDomain = async (
    { id: projectId }: TestProject,
    organizationId: string,
    domain: string,
  ): Promise<void> => {
    const now = Date.now();
    const row: Row<"domains"> = {
      ...{ projectId, id: `dv_${serial}_${now}`, organizationId, domain, state: "verified" },
      ...{ token: "a token", verifiedAt: now, missingSince: null, misses: 0, warnedAt: null },
      ...{ lastCheckedAt: now, checkCount: 1, createdAt: now, updatedAt: now },
    };
    await engine.run(async (ctx) => void (await ctx.db.insert("domains", row)));
  };

  /** Changes a row, where a test needs a state that takes days or another test to reach. */
  const patchConnection = async (
    id: string,
    fields: Partial<Row<"ssoConnections">>,
  ): Promise<void> => {
    await engine.run(async (ctx) => {
      for await (const row of ctx.db.query("ssoConnections"))
        if (row.id === id) await ctx.db.patch("ssoConnections", row._id, fields);
    });
  };

  /** A project with SSO, and an organization with a verified domain. */
  const newTenant = async ({ authMethods, ...settings }: Settings = {}): Promise<Tenant> => {
    const project = await newProject(runtime);
    const admin = runtime.client(project);
    await admin.configuration.saveDashboardConfig({
      authMethods: { sso: true, ...authMethods },
      ...settings,
    });
    return { project, admin, ...(await newOrganization(project, admin)) };
  };

  const newOrganization = async (project: TestProject, admin: WireClient, fields: object = {}) => {
    const domain = `acme${serial++}.example`;
    const { id } = await admin.organizations.createOrganization({ name: "Acme", ...fields });
    await verifyDomain(project, id, domain);
    return { organizationId: id, domain };
  };

  /** Creates a connection of the tenant's organization and activates it. */
  const connect = async (
    { admin, organizationId, domain }: Tenant,
    input: Pick<Input, "type"> & Partial<Input>,
  ): Promise<string> => {
    const { id } = await admin.sso.createConnection({
      ...{ organizationId, name: "Acme", domains: [domain] },
      ...input,
    });
    await patchConnection(id, { state: "active", testedAt: Date.now() });
    return id;
  };

  const connectOidc = async (
    tenant: Tenant,
    issuer: string,
    { oidcConfig, ...more }: Partial<Input> = {},
  ): Promise<string> =>
    await connect(tenant, {
      type: "oidc",
      oidcConfig: { issuer, clientId, clientSecret, scopes: ["email", "profile"], ...oidcConfig },
      ...more,
    });

  const connectSaml = async (
    tenant: Tenant,
    provider: SamlProvider,
    { samlConfig, ...more }: Partial<Input> = {},
  ): Promise<string> =>
    await connect(tenant, {
      type: "saml",
      samlConfig: { ...provider.samlConfig, ...samlConfig },
      ...more,
    });

  const callbackUrl = ({ project }: Tenant, connectionId: string): string =>
    `${runtime.origin}/p/${project.id}/sso/oidc/${connectionId}/callback`;

  const visit = ({ project }: Pick<Tenant, "project">) => newVisitor(runtime, project.id);
  return {
    ...{ runtime, engine, newTenant, newOrganization, verifyDomain, patchConnection },
    ...{ connect, connectOidc, connectSaml, callbackUrl, visit },
  };
}
export type SsoStage = ReturnType<typeof ssoStage>;

/** Begins a sign-in in a browser, and opens its start page; returns where that sends the browser. */
export async function begin(visitor: TestVisitor, fields: object): Promise<string> {
  return await open(visitor, await start(visitor, fields));
}

/** The URL of the start page. */
async function start(visitor: TestVisitor, fields: object): Promise<string> {
  const response = await visitor.post("/sign-in/sso", { callbackURL: "/home", ...fields });
  const body = (await response.json()) as { url?: string; message?: string };
  if (body.url === undefined) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return body.url;
}

export async function open(visitor: TestVisitor, url: string): Promise<string> {
  const response = await visitor.browse(pathIn(url));
  const location = response.headers.get("location");
  if (location === null) throw new Error(`${response.status} ${await response.text()}`);
  return location;
}

/** The answer to a browser that was sent back. */
export interface Returned {
  readonly status: number;
  readonly location: string | null;
  /** Of the page of a refusal, the code for the administrator. */
  readonly code: string | null;
  readonly text: string;
}

export async function comeBack(
  visitor: TestVisitor,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Returned> {
  return await toReturned(await visitor.browse(pathIn(url), { headers }));
}

/** The rule of a refusal, found as an administrator finds it. */
export async function ruleOf(admin: WireClient, { code, status }: Returned): Promise<unknown> {
  if (code === null) throw new Error(`No refusal: ${status}`);
  const { data } = await admin.auditLogs.listEvents({ targetId: code });
  return (data[0]?.metadata as { rule?: unknown } | undefined)?.rule;
}

/** Posts the identity provider's form; a browser sends no Lax cookie with it. */
export async function postResponse(
  { runtime }: { readonly runtime: Pick<HttpRuntime, "fetch"> },
  { acs, body }: { readonly acs: string; readonly body: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<Returned> {
  const response = await runtime.fetch(pathIn(acs), {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: "https://idp.example.com",
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      ...headers,
    },
    body,
    redirect: "manual",
  });
  return await toReturned(response);
}

async function toReturned(response: Response): Promise<Returned> {
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location"),
    code: /SSO(-[A-Z0-9]{4}){3}/.exec(text)?.[0] ?? null,
    text,
  };
}
