/** Connections as the sign-in and the domain check leave them. On the test engine alone. */
import type { WireClient } from "./wireClient";
import type { RunOnRows, TestProject } from "./runtime";

type OidcConnection = { readonly id: string; readonly organizationId: string };

/** A complete OIDC connection, in the state `validating`. */
export async function newOidcConnection(
  { sso }: WireClient,
  organizationId: string,
  fields: { issuer?: string; domains?: string[] } = {},
) {
  const { issuer = "https://idp.example.com", domains = ["acme.example"] } = fields;
  return await sso.createConnection({
    ...{ organizationId, type: "oidc", name: "Acme", domains },
    oidcConfig: { issuer, clientId: "client", clientSecret: "a secret of the connection" },
  });
}

/** As a verified TXT record does. */
export async function verifyDomain(
  run: RunOnRows,
  project: Pick<TestProject, "id">,
  { organizationId, domain }: { readonly organizationId: string; readonly domain: string },
): Promise<void> {
  await run(async ({ db }) => {
    await db.insert("domains", {
      ...{ projectId: project.id, id: `dv_${organizationId}_${domain}`, organizationId, domain },
      ...{ state: "verified", token: "t", verifiedAt: Date.now(), missingSince: null, misses: 0 },
      ...{ warnedAt: null, lastCheckedAt: null, checkCount: 0, createdAt: 1, updatedAt: 1 },
    });
  });
}

/** As sign-ins do: `testedAt` for a passed test, `lastSessionAt` for a sign-in. */
export async function patchConnection(
  run: RunOnRows,
  { id }: Pick<OidcConnection, "id">,
  fields: { testedAt?: number; lastSessionAt?: number; state?: "active" },
): Promise<void> {
  await run(async ({ db }) => {
    // Engines of tests are small, and the project is not known here.
    const row = (await db.query("ssoConnections").collect()).find((each) => each.id === id);
    await db.patch(row!._id, fields);
  });
}

/** An active connection through which someone has signed in, so that SSO can be enforced. */
export async function newUsedConnection(
  run: RunOnRows,
  client: WireClient,
  organizationId: string,
): Promise<OidcConnection> {
  const connection = await newOidcConnection(client, organizationId);
  const now = Date.now();
  await patchConnection(run, connection, { testedAt: now, lastSessionAt: now, state: "active" });
  return connection;
}
