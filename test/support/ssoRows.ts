/**
 * Rows of a connection through which people sign in, for tests of operations that need one: getting
 * there takes a name server and a sign-in at an identity provider (test/sso).
 */
import type { LocalDeployment } from "@banata-auth/local";
import { newId } from "../../convex/component/core/ids";
import { sha256 } from "../../convex/component/core/secrets";
import { newSigningKey } from "../../convex/component/signIn/tokens/signingKeys";
import type { Runtime } from "./runtime";

export type InsertRow = (table: string, row: object) => Promise<unknown>;

interface Place {
  readonly projectId: string;
  readonly organizationId: string;
  /** The auth client that the code was made for, and its redirect URI. */
  readonly clientId: string;
  readonly redirectUri: string;
  readonly mark: string;
}

/** An active connection, a person's profile, and a code for it. */
export async function insertActiveConnection(insert: InsertRow, place: Place) {
  const { projectId, organizationId, clientId, redirectUri, mark } = place;
  const now = Date.now();
  const connectionId = newId("ssoConnection", now);
  const times = { createdAt: now, updatedAt: now };
  await insert("ssoConnections", {
    ...{ projectId, id: connectionId, organizationId, type: "oidc", name: `${mark} active` },
    ...{ domains: [], state: "active", saml: null, sealedClientSecret: null, secretVersion: 0 },
    oidc: {
      ...{ issuer: "https://idp.example.com", clientId: `${mark}-id`, discoveryUrl: null },
      ...{ authorizationUrl: null, tokenUrl: null, userinfoUrl: null, jwksUrl: null, scopes: [] },
      ...{ tokenEndpointAuthMethod: "client_secret_basic", claimMapping: [] },
    },
    ...{ jit: true, defaultRole: null, roleMapping: [], trustMfa: false, version: 1 },
    ...{ defaultRedirectUri: null, testedAt: now, certificateExpiresAt: null, ...times },
  });
  const userId = newId("user", now);
  await insert("users", {
    ...{ projectId, id: userId, email: `${userId.toLowerCase()}@example.com`, emailVerified: true },
    ...{ name: `${mark} person`, searchName: `${mark} person\0${userId}`, image: null },
    ...{ username: null, phoneNumber: null, phoneNumberVerified: false, twoFactorEnabled: false },
    ...{ banned: false, banReason: null, banExpires: null, roles: ["user"], metadata: "{}" },
    ...times,
  });
  const profileId = newId("ssoProfile", now);
  await insert("ssoProfiles", {
    ...{ projectId, id: profileId, connectionId, organizationId, idpId: `${mark} person` },
    ...{ subjectHash: await sha256(profileId), userId, email: null },
    ...{ firstName: null, lastName: null, displayName: null, groups: [], mappedRoles: [] },
    ...{ rawAttributes: '{"sub":["ada"]}', lastLoginAt: now, createdAt: now },
  });
  const code = `ssoc_${crypto.randomUUID()}`;
  await insert("ssoCodes", {
    ...{ projectId, connectionId, profileId, clientId, redirectUri },
    codeHash: await sha256(code),
    expiresAt: now + 3_600_000,
  });
  return { connectionId, userId, code };
}

let signingKey: ReturnType<typeof newSigningKey> | null = null;

/** The key that a sign-in makes sure of before it hands out a code. */
export async function storeSigningKey({ run }: Pick<Runtime, "run">, projectId: string) {
  signingKey ??= newSigningKey();
  await run("signIn/tokens/signingKeys:store", { projectId, ...(await signingKey) });
}

/** Inserts rows into a local deployment. */
export const insertInto =
  ({ database }: Pick<LocalDeployment, "database">): InsertRow =>
  async (table, row) => {
    const tx = database.begin();
    tx.insert("banataAuth", table, row as Parameters<typeof tx.insert>[2]); // plain JSON
    await tx.commit();
  };
