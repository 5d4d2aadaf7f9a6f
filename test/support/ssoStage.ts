/** Projects, organizations and connections of the tests of sign-in through SSO. */
import { newId } from "../../convex/component/core/ids";
import { seal } from "../../convex/component/core/secrets";
import { clientSecretPlace } from "../../convex/component/sso/secrets";
import type { Doc } from "../../convex/component/_generated/dataModel";
import { clientId, clientSecret } from "./identityProvider";
import { httpRuntime, newProject, type TestProject } from "./runtime";
import { newVisitor } from "./visitor";

type Row<T extends "ssoConnections" | "domains"> = Omit<Doc<T>, "_id" | "_creationTime">;

export const APP = "https://app.example.com";

/** On the test engine, whose rows the tests write. */
export function ssoStage() {
  process.env.BANATA_LOCAL_WEBHOOKS = "1"; // allows the providers of this machine
  const runtime = httpRuntime();
  const { engine } = runtime;

  const insert = async <T extends "ssoConnections" | "domains" | "ssoConnectionDomains">(
    table: T,
    row: object,
  ) => {
    await engine.run(async (ctx) => void (await ctx.db.insert(table, row as never))); // the schema validates it
  };

  /** A project with SSO and a client of the app. */
  const newTenant = async (settings: object = {}) => {
    const project = await newProject(runtime);
    const admin = runtime.client(project);
    await admin.configuration.saveDashboardConfig({
      authMethods: { sso: true },
      sessions: { corsOrigins: [APP] },
      ...settings,
    });
    return { project, admin };
  };

  const verifyDomain = async (
    { id: projectId }: TestProject,
    organizationId: string,
    domain: string,
  ) => {
    const row: Row<"domains"> = {
      ...{ projectId, id: newId("domainVerification" as never), organizationId, domain },
      ...{ state: "verified", token: "a token", verifiedAt: Date.now() },
      ...{ missingSince: null, misses: 0, warnedAt: null, lastCheckedAt: null, checkCount: 0 },
      ...{ createdAt: Date.now(), updatedAt: Date.now() },
    };
    await insert("domains", row);
  };

  /** An active OIDC connection of the organization. */
  const connectOidc = async (
    { id: projectId }: TestProject,
    organizationId: string,
    issuer: string,
    more: Partial<Row<"ssoConnections">> = {},
  ): Promise<string> => {
    const id = newId("ssoConnection");
    const { purpose, place } = clientSecretPlace(id);
    const row: Row<"ssoConnections"> = {
      ...{ projectId, id, organizationId, type: "oidc", name: "Acme", domains: [], saml: null },
      state: "active",
      oidc: {
        ...{ issuer, clientId, discoveryUrl: null, authorizationUrl: null, tokenUrl: null },
        ...{ userinfoUrl: null, jwksUrl: null, scopes: ["openid", "email", "profile"] },
        ...{ tokenEndpointAuthMethod: "client_secret_basic", claimMapping: [] },
      },
      sealedClientSecret: await seal(projectId, purpose, clientSecret, place),
      ...{ jit: true, defaultRole: null, roleMapping: [], trustMfa: false },
      ...{ defaultRedirectUri: null, version: 1, testedAt: null, certificateExpiresAt: null },
      ...{ createdAt: Date.now(), updatedAt: Date.now() },
      ...more,
    };
    await insert("ssoConnections", row);
    for (const domain of row.domains)
      await insert("ssoConnectionDomains", { projectId, domain, organizationId, connectionId: id });
    return id;
  };

  const visit = (project: TestProject) => newVisitor(runtime, project.id);
  return { runtime, engine, newTenant, verifyDomain, connectOidc, visit };
}
