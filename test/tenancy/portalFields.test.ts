/** The fields of a connection that a portal session may set, whatever a page sends. */
import { beforeEach, expect, test, vi } from "vitest";
import type { PortalIntent } from "../../convex/component/core/portalIntents";
import { findProblem } from "../../convex/component/core/errors";
import { randomToken, sha256 } from "../../convex/component/core/secrets";
import { toReference } from "../../convex/component/tenancy/request";
import { newOidcConnection } from "../support/ssoConnections";
import { httpRuntime } from "../support/runtime";
import { scene } from "../support/transports";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const refused: readonly (readonly [PortalIntent, string, object])[] = [
  ["sso", "roleMapping", { roleMapping: [{ attribute: "g", value: "v", role: "owner" }] }],
  ["sso", "defaultRole", { defaultRole: "owner" }],
  ["sso", "jit", { jit: false }],
  ["sso", "trustMfa", { trustMfa: true }],
  ["sso", "defaultRedirectUri", { defaultRedirectUri: "https://evil.example" }],
  ["sso", "force", { active: false, force: true }],
  ["sso", "samlConfig.allowIdpInitiated", { samlConfig: { allowIdpInitiated: true } }],
  ["sso", "oidcConfig.tokenUrl", { oidcConfig: { tokenUrl: "https://evil.example" } }],
  ["certificate_renewal", "name", { name: "x" }],
  ["certificate_renewal", "domains", { domains: ["evil.example"] }],
  ["certificate_renewal", "active", { active: true }],
  ["certificate_renewal", "oidcConfig", { oidcConfig: { issuer: "https://evil.example" } }],
  ["certificate_renewal", "samlConfig.idpSsoUrl", { samlConfig: { idpSsoUrl: "https://e.x" } }],
  ["certificate_renewal", "samlConfig.idpEntityId", { samlConfig: { idpEntityId: "e" } }],
];

test.each(refused)("%s may not set %s", async (intent, field, fields) => {
  const { client, runtime, project } = await scene(httpRuntime);
  const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
  const { id: providerId } = await newOidcConnection(client, organizationId);
  const { sessionId } = await client.portal.generateLink({ organizationId, intent });
  const tokenHash = await sha256(randomToken());
  const input = JSON.stringify({ providerId, ...fields });
  const call = runtime.engine.run(async (ctx) => {
    for await (const row of ctx.db.query("portalSessions"))
      if (row.id === sessionId)
        await ctx.db.patch("portalSessions", row._id, {
          ...{ sessionHash: tokenHash, startedAt: Date.now(), endsAt: Date.now() + 60_000 },
        });
    await ctx.runMutation(toReference("mutation", "sso", "updateConnection"), {
      credential: { kind: "portal", projectId: project.id, tokenHash },
      input,
      request: { id: "req", ip: null, userAgent: null, idempotencyKey: null },
    });
  });
  const problem = await call.then(() => null, findProblem);
  expect(problem).toMatchObject({ code: "forbidden", errors: [{ field }] });
});
