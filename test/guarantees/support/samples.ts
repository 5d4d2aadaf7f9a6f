import type * as z from "zod/mini";
import type { DefinitionOf, OperationName } from "./operations";

/** What one project has for the operations to work on: a fresh set for each call that may use it up. */
export interface Fixtures {
  /** A resource of each kind that some operation takes the id of. */
  readonly ids: { readonly user: string; readonly apiKey: string; readonly project: string; readonly organization: string };
  /** The secret of the API key. */
  readonly key: string;
  readonly email: string;
  /** Not used before, `[a-z0-9]`. */
  readonly unique: string;
}

type Sample<N extends OperationName> = {
  /** What the operation takes and answers with 200, with as many fields as go together, and no secrets. */
  readonly input: (fixtures: Fixtures) => z.input<DefinitionOf<N>["input"]>;
  /** Only a key of the admin project may do it. */
  readonly by?: "admin";
};

/** One for every operation: the compiler refuses a contract with an operation that is not in here. */
export const samples: { readonly [N in OperationName]: Sample<N> } = {
  "users.listUsers": { input: () => ({ limit: 5, order: "asc" }) },
  "users.getUser": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.createUser": {
    input: ({ unique }) => ({
      email: `${unique}@new.example`,
      name: `New ${unique}`,
      image: "https://example.com/new.png",
      username: `u_${unique}`.slice(0, 64),
      phoneNumber: phoneNumberOf(unique),
      emailVerified: true,
      role: "user",
      metadata: { plan: "pro", nested: { $key: ["ü", 1, null] } },
    }),
  },
  "users.updateUser": {
    input: ({ ids, unique }) => ({
      userId: ids.user,
      email: `${unique}@changed.example`,
      name: `Changed ${unique}`,
      image: null,
      username: `c_${unique}`.slice(0, 64),
      phoneNumber: null,
      emailVerified: false,
      role: "member",
      metadata: { changed: true },
    }),
  },
  "users.deleteUser": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.banUser": { input: ({ ids }) => ({ userId: ids.user, banReason: "spam", banExpires: 4_102_444_800_000 }) },
  "users.unbanUser": { input: ({ ids }) => ({ userId: ids.user }) },

  "apiKeys.createKey": {
    input: ({ unique, ids }) => ({
      name: `key ${unique}`,
      organizationId: ids.organization,
      permissions: [],
      expiresAt: "2100-01-01T00:00:00.000Z",
      metadata: { team: "platform" },
    }),
  },
  "apiKeys.listKeys": { input: () => ({}) },
  "apiKeys.listKeyPages": { input: () => ({ limit: 2, order: "asc" }) },
  "apiKeys.getKey": { input: ({ ids }) => ({ keyId: ids.apiKey }) },
  "apiKeys.updateKey": {
    input: ({ ids, unique }) => ({ keyId: ids.apiKey, name: `renamed ${unique}`, permissions: [], enabled: true, expiresAt: null, metadata: { renamed: true } }),
  },
  "apiKeys.deleteKey": { input: ({ ids }) => ({ keyId: ids.apiKey }) },
  "apiKeys.rotateKey": { input: ({ ids }) => ({ keyId: ids.apiKey, gracePeriodSeconds: 60 }) },
  "apiKeys.verifyKey": { input: ({ key, ids }) => ({ key, organizationId: ids.organization }) },

  "projects.listProjects": { input: () => ({}) },
  "projects.getProject": { input: ({ ids }) => ({ id: ids.project }) },
  "projects.getCurrentProject": { input: () => ({}) },
  "projects.createProject": {
    by: "admin",
    input: ({ unique }) => ({ name: `Project ${unique}`, slug: `project-${unique}`.slice(0, 63), description: "New", logoUrl: "https://example.com/logo.png" }),
  },
  "projects.updateProject": {
    input: ({ ids, unique }) => ({ id: ids.project, name: `Project ${unique}`, slug: `renamed-${unique}`.slice(0, 63), description: null, logoUrl: null }),
  },
  "projects.deleteProject": { by: "admin", input: ({ ids }) => ({ id: ids.project }) },
  "projects.ensureDefaultProject": { by: "admin", input: () => ({}) },

  "events.listEvents": { input: () => ({ limit: 5, eventTypes: ["*"] }) },
  "auditLogs.listEvents": { input: () => ({ limit: 5, order: "asc" }) },
};

/** A number of its own for each `unique`. */
function phoneNumberOf(unique: string): string {
  let digits = 0;
  for (const char of unique) digits = (digits * 31 + char.charCodeAt(0)) % 1_000_000_000;
  return `+491${String(digits).padStart(9, "0")}`;
}
