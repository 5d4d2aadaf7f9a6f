/** Every mutation that leaves a record, done once, with what its record must say. */
import type { BanataAuth } from "../../src/index";

type Json = Record<string, unknown>;

export interface Act {
  readonly input: Json;
  /** From the answer. */
  readonly expected: (answer: Json) => Expected;
}
export interface Expected {
  readonly targets: readonly Json[];
  /** The event's: the resource as the wire shows it. */
  readonly data: unknown;
  readonly changes?: { readonly before: unknown; readonly after: unknown };
  readonly organizationId?: string;
}
export interface MutationCase {
  /** `group.method`. */
  readonly name: string;
  readonly type: string;
  /** Only a key of the admin project may do it. */
  readonly byAdmin?: true;
  /** Makes what it works on; what that leaves is not looked at. */
  readonly prepare: (client: BanataAuth, unique: string) => Promise<Act>;
}

/** As it stands on the wire: times as text. */
const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const pick = (answer: Json, field: string) => answer[field] as Json; // these answers hold an object there
const targetOf = (type: string, { id, name }: Json, shown = name) => ({ type, id, name: shown });

async function user(client: BanataAuth, unique: string) {
  return wire((await client.users.createUser({ email: `${unique}@example.com`, name: "Ada", emailVerified: true })).user);
}
async function apiKey(client: BanataAuth, unique: string) {
  const { key: _key, ...shown } = await client.apiKeys.createKey({ name: unique, permissions: ["user.read"], organizationId: "org_a" });
  return wire(shown);
}
async function project(client: BanataAuth, unique: string) {
  return wire((await client.projects.createProject({ name: "Shop", slug: unique })).project);
}
const withoutKey = ({ key: _key, ...shown }: Json) => shown;

export const mutations: readonly MutationCase[] = [
  {
    name: "users.createUser",
    type: "user.created",
    prepare: async (_client, unique) => ({
      input: { email: `${unique}@example.com`, name: "Ada", password: "correct horse battery" },
      expected: (answer) => ({ targets: [targetOf("user", pick(answer, "user"), `${unique}@example.com`)], data: answer.user }),
    }),
  },
  ...[
    { name: "users.updateUser", type: "user.updated", more: { name: "Countess" }, after: (answer: Json) => answer },
    { name: "users.banUser", type: "user.banned", more: { banReason: "spam" }, after: (answer: Json) => pick(answer, "user") },
    { name: "users.unbanUser", type: "user.unbanned", more: {}, after: (answer: Json) => pick(answer, "user") },
  ].map(({ name, type, more, after }): MutationCase => ({
    name,
    type,
    prepare: async (client, unique) => {
      const before = await user(client, unique);
      return {
        input: { userId: before.id, ...more },
        expected: (answer) => ({ targets: [targetOf("user", before, before.email)], data: after(answer), changes: { before, after: after(answer) } }),
      };
    },
  })),
  {
    name: "users.deleteUser",
    type: "user.deleted",
    prepare: async (client, unique) => {
      const before = await user(client, unique);
      return { input: { userId: before.id }, expected: () => ({ targets: [targetOf("user", before, before.email)], data: before }) };
    },
  },
  {
    name: "apiKeys.createKey",
    type: "api_key.created",
    prepare: async (_client, unique) => ({
      input: { name: unique, organizationId: "org_a", permissions: [] },
      expected: (answer) => ({ targets: [targetOf("api_key", answer)], data: withoutKey(answer), organizationId: "org_a" }),
    }),
  },
  {
    name: "apiKeys.updateKey",
    type: "api_key.updated",
    prepare: async (client, unique) => {
      const before = await apiKey(client, unique);
      return {
        input: { keyId: before.id, name: "renamed" },
        expected: (answer) => ({ targets: [targetOf("api_key", answer)], data: answer, changes: { before, after: answer }, organizationId: "org_a" }),
      };
    },
  },
  {
    name: "apiKeys.deleteKey",
    type: "api_key.revoked",
    prepare: async (client, unique) => {
      const before = await apiKey(client, unique);
      return { input: { keyId: before.id }, expected: () => ({ targets: [targetOf("api_key", before)], data: before, organizationId: "org_a" }) };
    },
  },
  {
    name: "apiKeys.rotateKey",
    type: "api_key.rotated",
    prepare: async (client, unique) => {
      const before = await apiKey(client, unique);
      return {
        input: { keyId: before.id },
        expected: (answer) => ({ targets: [targetOf("api_key", before), targetOf("api_key", answer)], data: withoutKey(answer), organizationId: "org_a" }),
      };
    },
  },
  {
    name: "projects.createProject",
    type: "project.created",
    byAdmin: true,
    prepare: async (_client, unique) => ({
      input: { name: "Shop", slug: unique },
      expected: (answer) => ({ targets: [targetOf("project", pick(answer, "project"))], data: answer.project }),
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
        expected: ({ project: after }) => ({ targets: [targetOf("project", after as Json)], data: after, changes: { before, after } }),
      };
    },
  },
  {
    name: "projects.deleteProject",
    type: "project.deleted",
    byAdmin: true,
    prepare: async (client, unique) => {
      const before = await project(client, unique);
      return { input: { id: before.id }, expected: () => ({ targets: [targetOf("project", before)], data: before }) };
    },
  },
  {
    name: "projects.ensureDefaultProject",
    type: "project.created",
    byAdmin: true,
    prepare: async (client) => {
      const { project: configured } = await client.projects.ensureDefaultProject();
      await client.projects.deleteProject(configured.id);
      return { input: {}, expected: (answer) => ({ targets: [targetOf("project", pick(answer, "project"))], data: answer.project }) };
    },
  },
];
