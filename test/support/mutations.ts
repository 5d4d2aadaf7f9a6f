/** Every mutation that leaves a record, done once, with what its record must say. */
import type { WireClient } from "./wireClient";
import { enterpriseMutations } from "./enterpriseMutations";
import { organizationMutations, rbacMutations } from "./organizationMutations";
import { pick, targetOf, wire, type Json, type MutationCase } from "./mutationCase";
import { signInMutations } from "./signInMutations";
import { webhookMutations } from "./webhookMutations";

async function user(client: WireClient, unique: string) {
  return wire(
    (
      await client.users.createUser({
        email: `${unique}@example.com`,
        name: "Ada",
        emailVerified: true,
      })
    ).user,
  );
}
/** Of an organization. */
async function apiKey(client: WireClient, unique: string) {
  const { id: organizationId } = await client.organizations.createOrganization({ name: unique });
  const { key: _key, ...shown } = await client.apiKeys.createKey({
    name: unique,
    permissions: ["user.read"],
    organizationId,
  });
  return { ...wire(shown), organizationId } as Json & { organizationId: string };
}
async function project(client: WireClient, unique: string) {
  return wire((await client.projects.createProject({ name: "Shop", slug: unique })).project);
}
/** An invitation to work in the project. */
async function projectMember(client: WireClient, unique: string) {
  const invited = await client.projects.inviteMember({
    email: `${unique}@example.com`,
    role: "viewer",
  });
  return wire(invited.member);
}
const memberTarget = (member: Json) => targetOf("project_member", member, member.email);
const withoutKey = ({ key: _key, ...shown }: Json) => shown;

export const mutations: readonly MutationCase[] = [
  ...enterpriseMutations,
  ...organizationMutations,
  ...rbacMutations,
  ...signInMutations,
  ...webhookMutations,
  {
    name: "users.createUser",
    type: "user.created",
    prepare: async (_client, unique) => ({
      input: { email: `${unique}@example.com`, name: "Ada", password: "correct horse battery" },
      expected: (answer) => ({
        targets: [targetOf("user", pick(answer, "user"), `${unique}@example.com`)],
        data: answer.user,
      }),
    }),
  },
  ...[
    {
      name: "users.updateUser",
      type: "user.updated",
      more: { name: "Countess" },
      after: (answer: Json) => answer,
    },
    {
      name: "users.banUser",
      type: "user.banned",
      more: { banReason: "spam" },
      after: (answer: Json) => pick(answer, "user"),
    },
    {
      name: "users.setRole",
      type: "user.updated",
      more: { role: ["user", "admin"] },
      after: (answer: Json) => pick(answer, "user"),
    },
    {
      name: "users.unbanUser",
      type: "user.unbanned",
      more: {},
      after: (answer: Json) => pick(answer, "user"),
    },
  ].map(({ name, type, more, after }): MutationCase => ({
    name,
    type,
    prepare: async (client, unique) => {
      const before = await user(client, unique);
      return {
        input: { userId: before.id, ...more },
        expected: (answer) => ({
          targets: [targetOf("user", before, before.email)],
          data: after(answer),
          changes: { before, after: after(answer) },
        }),
      };
    },
  })),
  {
    name: "users.deleteUser",
    type: "user.deleted",
    prepare: async (client, unique) => {
      const before = await user(client, unique);
      return {
        input: { userId: before.id },
        expected: () => ({ targets: [targetOf("user", before, before.email)], data: before }),
      };
    },
  },
  {
    name: "users.unlinkAccount",
    type: "account.unlinked",
    prepare: async (client, unique) => {
      const { user: owner } = await client.users.createUser({
        email: `${unique}@example.com`,
        name: "Ada",
        password: "correct horse battery",
      });
      const { accounts } = await client.users.listAccounts({ userId: owner.id });
      const { id, userId, providerId, accountId } = accounts[0]!; // the password's
      return {
        input: { userId, accountId: id, force: true },
        expected: () => ({
          targets: [
            targetOf("user", wire(owner), owner.email),
            { type: "account", id, name: providerId },
          ],
          data: { id, userId, providerId, accountId },
        }),
      };
    },
  },
  {
    name: "users.sendPasswordReset",
    type: "password.reset_sent",
    prepare: async (client, unique) => {
      const redirectUrl = `https://${unique}.example.com/reset`;
      await client.authClients.createClient({
        ...{ name: unique, type: "web", redirectUris: [redirectUrl] },
      });
      const { id: userId, email } = await user(client, unique);
      return {
        input: { userId, redirectUrl },
        expected: () => ({
          targets: [{ type: "user", id: userId, name: email }],
          data: { userId },
        }),
      };
    },
  },
  {
    name: "apiKeys.createKey",
    type: "api_key.created",
    prepare: async (client, unique) => {
      const { id: organizationId } = await client.organizations.createOrganization({
        name: unique,
      });
      return {
        input: { name: unique, organizationId, permissions: [] },
        expected: (answer) => ({
          targets: [targetOf("api_key", answer)],
          data: withoutKey(answer),
          organizationId,
        }),
      };
    },
  },
  {
    name: "apiKeys.updateKey",
    type: "api_key.updated",
    prepare: async (client, unique) => {
      const before = await apiKey(client, unique);
      return {
        input: { keyId: before.id, name: "renamed" },
        expected: (answer) => ({
          targets: [targetOf("api_key", answer)],
          data: answer,
          changes: { before, after: answer },
          organizationId: before.organizationId,
        }),
      };
    },
  },
  {
    name: "apiKeys.deleteKey",
    type: "api_key.revoked",
    prepare: async (client, unique) => {
      const before = await apiKey(client, unique);
      return {
        input: { keyId: before.id },
        expected: () => ({
          targets: [targetOf("api_key", before)],
          data: before,
          organizationId: before.organizationId,
        }),
      };
    },
  },
  {
    name: "apiKeys.rotateKey",
    type: "api_key.rotated",
    prepare: async (client, unique) => {
      const before = await apiKey(client, unique);
      return {
        input: { keyId: before.id },
        expected: (answer) => ({
          targets: [targetOf("api_key", before), targetOf("api_key", answer)],
          data: withoutKey(answer),
          organizationId: before.organizationId,
        }),
      };
    },
  },
  {
    name: "apiKeys.setLimits",
    type: "api_key.limits_updated",
    prepare: async (client, unique) => {
      const { id: organizationId } = await client.organizations.createOrganization({
        name: unique,
      });
      const before = wire(await client.apiKeys.getLimits({ organizationId }));
      return {
        input: { organizationId, rateLimit: { requests: 10, windowSeconds: 60 } },
        expected: (answer) => ({
          targets: [{ type: "organization", id: organizationId }],
          data: answer,
          changes: { before, after: answer },
          organizationId,
        }),
      };
    },
  },
  {
    name: "projects.copySettings",
    type: "audit.retention_updated",
    prepare: async (client) => {
      const { project: own } = await client.projects.getCurrentProject();
      const data = { auditDays: 400, eventDays: 90 };
      return {
        input: { fromProjectId: own.id, parts: ["retention"] },
        expected: () => ({
          targets: [targetOf("project", wire(own))],
          data,
          changes: { before: data, after: data },
        }),
      };
    },
  },
  {
    name: "auditLogs.saveRetention",
    type: "audit.retention_updated",
    prepare: async (client) => {
      const { project: own } = await client.projects.getCurrentProject();
      const data = { auditDays: 90, eventDays: 90 };
      return {
        input: { auditDays: 90 },
        expected: () => ({
          targets: [targetOf("project", wire(own))],
          data,
          changes: { before: { auditDays: 400, eventDays: 90 }, after: data },
        }),
      };
    },
  },
  {
    name: "projects.createProject",
    type: "project.created",
    byAdmin: true,
    prepare: async (_client, unique) => ({
      input: { name: "Shop", slug: unique },
      expected: (answer) => ({
        targets: [targetOf("project", pick(answer, "project"))],
        data: answer.project,
      }),
    }),
  },
  {
    name: "projects.updateProject",
    type: "project.updated",
    byAdmin: true,
    prepare: async (client, unique) => {
      const before = await project(client, unique);
      return {
        input: { id: before.id, name: "Store" },
        expected: ({ project: after }) => ({
          targets: [targetOf("project", after as Json)],
          data: after,
          changes: { before, after },
        }),
      };
    },
  },
  {
    name: "projects.deleteProject",
    type: "project.deleted",
    byAdmin: true,
    prepare: async (client, unique) => {
      const before = await project(client, unique);
      return {
        input: { id: before.id },
        expected: () => ({ targets: [targetOf("project", before)], data: before }),
      };
    },
  },
  {
    name: "projects.rotateSigningKeys",
    type: "signing_keys.rotated",
    byAdmin: true,
    prepare: async (client, unique) => {
      const { id } = await project(client, unique);
      return {
        input: { id, now: true },
        expected: (answer) => ({
          targets: [{ type: "project", id }],
          data: {
            projectId: id,
            signsFrom: new Date(Number(answer.signsFrom)).toISOString(),
            immediately: true,
          },
        }),
      };
    },
  },
  {
    name: "projects.ensureDefaultProject",
    type: "project.created",
    byAdmin: true,
    prepare: async (client) => {
      const { project: configured } = await client.projects.ensureDefaultProject();
      await client.projects.deleteProject(configured.id);
      return {
        input: {},
        expected: (answer) => ({
          targets: [targetOf("project", pick(answer, "project"))],
          data: answer.project,
        }),
      };
    },
  },
  {
    name: "projects.inviteMember",
    type: "project_member.invited",
    prepare: async (_client, unique) => ({
      input: { email: `${unique}@example.com`, role: "viewer" },
      expected: (answer) => ({
        targets: [memberTarget(pick(answer, "member"))],
        data: answer.member,
      }),
    }),
  },
  {
    name: "projects.updateMember",
    type: "project_member.role_updated",
    prepare: async (client, unique) => {
      const before = await projectMember(client, unique);
      return {
        input: { memberId: before.id, role: "support" },
        expected: ({ member: after }) => ({
          targets: [memberTarget(before)],
          data: after,
          changes: { before, after },
        }),
      };
    },
  },
  {
    name: "projects.removeMember",
    type: "project_member.removed",
    prepare: async (client, unique) => {
      const before = await projectMember(client, unique);
      return {
        input: { memberId: before.id },
        expected: () => ({ targets: [memberTarget(before)], data: before }),
      };
    },
  },
];
