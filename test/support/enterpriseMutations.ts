import { expect } from "vitest";
import type { WireClient } from "./wireClient";
import { targetOf, wire, type Json, type MutationCase } from "./mutationCase";

const organization = async ({ organizations }: WireClient, unique: string): Promise<string> =>
  (await organizations.createOrganization({ name: unique })).id;

async function domain(client: WireClient, unique: string) {
  const organizationId = await organization(client, unique);
  const claim = await client.domains.createVerification({
    organizationId,
    domain: `${unique}.example.com`,
  });
  return { organizationId, claim: wire(claim) };
}
const ofDomain = (claim: Json) => [targetOf("domain", claim, claim.domain)];

const portalTarget = (id: unknown) => ({
  ...{ type: "portal_session", id, name: "domain_verification" },
});

const connectionInput = (organizationId: string, unique: string) => ({
  organizationId,
  type: "oidc" as const,
  name: unique,
  domains: [`${unique}.example.com`],
  oidcConfig: { issuer: "https://idp.example.com", clientId: "a", clientSecret: "b" },
});
async function connection(client: WireClient, unique: string) {
  const organizationId = await organization(client, unique);
  const made = await client.sso.createConnection(connectionInput(organizationId, unique));
  return { organizationId, before: wire(made) };
}
const ofConnection = (shown: Json) => [targetOf("sso_connection", shown)];

async function directory(client: WireClient, unique: string) {
  const organizationId = await organization(client, unique);
  const made = await client.directories.createDirectory({
    ...{ organizationId, name: unique, provider: "okta" },
  });
  return { organizationId, before: withoutSecrets(wire(made)) };
}
const withoutSecrets = (shown: Json): Json =>
  Object.fromEntries(
    Object.entries(shown).filter(
      ([field]) => !["scimConfig", "previousTokenExpiresAt"].includes(field),
    ),
  );
const ofDirectory = (shown: Json) => [targetOf("directory", shown)];

async function secret(client: WireClient, unique: string) {
  const { id } = await client.vault.encrypt({ name: unique, data: "a value" });
  return wire(await client.vault.get({ id }));
}
const ofSecret = (shown: Json) => [targetOf("vault_secret", shown)];

export const enterpriseMutations: readonly MutationCase[] = [
  {
    name: "domains.createVerification",
    type: "domain.created",
    prepare: async (client, unique) => {
      const organizationId = await organization(client, unique);
      return {
        input: { organizationId, domain: `${unique}.example.com` },
        expected: (answer) => ({ targets: ofDomain(answer), data: answer, organizationId }),
      };
    },
  },
  {
    name: "domains.deleteVerification",
    type: "domain.deleted",
    prepare: async (client, unique) => {
      const { organizationId, claim } = await domain(client, unique);
      return {
        input: { id: claim.id },
        expected: () => ({ targets: ofDomain(claim), data: claim, organizationId }),
      };
    },
  },
  {
    name: "portal.generateLink",
    type: "portal.link_created",
    prepare: async (client, unique) => {
      const organizationId = await organization(client, unique);
      const input = { organizationId, intent: "domain_verification" as const };
      return {
        input,
        expected: ({ sessionId, expiresAt }) => ({
          targets: [portalTarget(sessionId)],
          data: expect.objectContaining({
            ...input,
            ...{ id: sessionId, status: "pending", startedAt: null, returnUrl: null, expiresAt },
            createdBy: { type: "api_key", id: expect.any(String), name: expect.any(String) },
          }),
          organizationId,
        }),
      };
    },
  },
  {
    name: "portal.revokeSession",
    type: "portal.session_revoked",
    prepare: async (client, unique) => {
      const organizationId = await organization(client, unique);
      const intent = "domain_verification" as const;
      const { sessionId } = await client.portal.generateLink({ organizationId, intent });
      return {
        input: { sessionId },
        expected: (answer) => ({
          targets: [portalTarget(sessionId)],
          data: { ...answer, status: "ended" },
          organizationId,
        }),
      };
    },
  },
  {
    name: "sso.createConnection",
    type: "sso.connection.created",
    prepare: async (client, unique) => {
      const organizationId = await organization(client, unique);
      return {
        input: connectionInput(organizationId, unique),
        expected: (answer) => ({ targets: ofConnection(answer), data: answer, organizationId }),
      };
    },
  },
  {
    name: "sso.updateConnection",
    type: "sso.connection.updated",
    prepare: async (client, unique) => {
      const { organizationId, before } = await connection(client, unique);
      return {
        input: { providerId: before.id, name: "Renamed" },
        expected: (answer) => ({
          targets: ofConnection(answer),
          data: answer,
          changes: { before, after: answer },
          organizationId,
        }),
      };
    },
  },
  {
    name: "sso.deleteConnection",
    type: "sso.connection.deleted",
    prepare: async (client, unique) => {
      const { organizationId, before } = await connection(client, unique);
      return {
        input: { providerId: before.id },
        expected: () => ({ targets: ofConnection(before), data: before, organizationId }),
      };
    },
  },
  {
    name: "directories.createDirectory",
    type: "directory.created",
    prepare: async (client, unique) => {
      const organizationId = await organization(client, unique);
      return {
        input: { organizationId, name: unique, provider: "okta" },
        expected: (answer) => ({
          ...{ targets: ofDirectory(answer), data: withoutSecrets(answer), organizationId },
        }),
      };
    },
  },
  {
    name: "directories.updateDirectory",
    type: "directory.updated",
    prepare: async (client, unique) => {
      const { organizationId, before } = await directory(client, unique);
      return {
        input: { providerId: before.id, name: "Renamed", allowJit: true },
        expected: (answer) => ({
          targets: ofDirectory(answer),
          data: answer,
          changes: { before, after: answer },
          organizationId,
        }),
      };
    },
  },
  {
    name: "directories.rotateToken",
    type: "directory.token_rotated",
    prepare: async (client, unique) => {
      const { organizationId, before } = await directory(client, unique);
      return {
        input: { providerId: before.id, gracePeriodSeconds: 60 },
        expected: (answer) => ({
          ...{ targets: ofDirectory(answer), data: withoutSecrets(answer), organizationId },
        }),
      };
    },
  },
  {
    name: "directories.deleteDirectory",
    type: "directory.deleted",
    prepare: async (client, unique) => {
      const { organizationId, before } = await directory(client, unique);
      return {
        input: { providerId: before.id },
        expected: () => ({ targets: ofDirectory(before), data: before, organizationId }),
      };
    },
  },
  {
    name: "vault.update",
    type: "vault.secret.updated",
    prepare: async (client, unique) => {
      const before = await secret(client, unique);
      const after = { ...before, version: 2, updatedAt: expect.any(String) as string };
      return {
        input: { id: before.id, data: "another value" },
        expected: () => ({
          targets: ofSecret(before),
          data: after,
          changes: { before, after },
        }),
      };
    },
  },
  {
    name: "vault.delete",
    type: "vault.secret.deleted",
    prepare: async (client, unique) => {
      const before = await secret(client, unique);
      return {
        input: { id: before.id },
        expected: () => ({ targets: ofSecret(before), data: before }),
      };
    },
  },
];
