/** The fields of connections and directories that a portal session may set, whatever a page sends. */
import { beforeEach, expect, test, vi } from "vitest";
import type { PortalIntent } from "../../convex/component/core/portalIntents";
import { findProblem, type Problem } from "../../convex/component/core/errors";
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
  [
    "certificate_renewal",
    "roleMapping",
    { roleMapping: [{ attribute: "g", value: "v", role: "owner" }] },
  ],
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

/** Of a directory: who has access besides its groups and roles is for the app to decide. */
const refusedOfDirectory: readonly (readonly [string, object])[] = [
  ["requireGroup", { requireGroup: true }],
  ["allowJit", { allowJit: true }],
];

test.each(refused)("%s may not set %s", async (intent, field, fields) => {
  const stage = await begin();
  const { id: providerId } = await newOidcConnection(stage.client, stage.organizationId);
  const call = callAs(stage, intent, ["sso", "updateConnection"], { providerId, ...fields });
  expect(await call).toMatchObject({ code: "forbidden", errors: [{ field }] });
});

test.each(refusedOfDirectory)("dsync may not set %s of a directory", async (field, fields) => {
  const stage = await begin();
  const { client, organizationId } = stage;
  const input = { organizationId, name: "People", provider: "okta" } as const;
  const { id: providerId } = await client.directories.createDirectory(input);
  for (const [name, call] of [
    ["createDirectory", { ...input, ...fields }],
    ["updateDirectory", { providerId, ...fields }],
  ] as const)
    expect(await callAs(stage, "dsync", ["directories", name], call), name).toMatchObject({
      ...{ code: "forbidden", errors: [{ field }] },
    });
});

async function begin() {
  const { client, runtime, project } = await scene(httpRuntime);
  const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
  return { client, runtime, project, organizationId };
}

/** The refusal of a call by a session with the intent; null if it was answered. */
async function callAs(
  { client, runtime, project, organizationId }: Awaited<ReturnType<typeof begin>>,
  intent: PortalIntent,
  [group, name]: readonly [string, string],
  fields: object,
): Promise<Problem | null> {
  const { sessionId } = await client.portal.generateLink({ organizationId, intent });
  const tokenHash = await sha256(randomToken());
  const call = runtime.engine.run(async (ctx) => {
    for await (const row of ctx.db.query("portalSessions"))
      if (row.id === sessionId)
        await ctx.db.patch("portalSessions", row._id, {
          ...{ sessionHash: tokenHash, startedAt: Date.now(), endsAt: Date.now() + 60_000 },
        });
    await ctx.runMutation(toReference("mutation", group, name), {
      credential: { kind: "portal", projectId: project.id, tokenHash },
      input: JSON.stringify(fields),
      request: { id: "req", ip: null, userAgent: null, idempotencyKey: null },
    });
  });
  return await call.then(() => null, findProblem);
}
