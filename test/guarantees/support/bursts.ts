/**
 * For each operation that writes: calls to send at the same time. They work on what is most likely
 * to be written by many at once: one organization, one user, one project.
 */
import type { Runtime } from "../../support/runtime";
import { insertSignInMethods } from "../../support/signInRows";
import { insertActiveConnection, storeSigningKey, type InsertRow } from "../../support/ssoRows";
import type { WireClient } from "../../support/wireClient";
import type { DefinitionOf, KeyOperationName } from "./operations";

export type WriteName = {
  [N in KeyOperationName]: DefinitionOf<N> extends { kind: "mutation" } ? N : never;
}[KeyOperationName];

export type Call = () => Promise<unknown>;

export interface BurstStage {
  /** With the powers of the project's key. */
  readonly client: WireClient;
  /** With those of the admin project's. */
  readonly admin: WireClient;
  readonly projectId: string;
  readonly runtime: Pick<Runtime, "run">;
  readonly insertRow: InsertRow;
  /** Calls in a burst. */
  readonly size: number;
}

interface Burst {
  /** Creates what the calls need, and returns them. */
  readonly calls: (stage: BurstStage) => Promise<readonly Call[]>;
  /**
   * What all calls change or count, if there is anything: they conflict and are repeated until each
   * had its turn. Without it no transaction may conflict with another.
   */
  readonly hot?: string;
  /** They change one of many shards, so that few conflict. */
  readonly shards?: true;
}

let serial = 0;
const unique = (): string => `b${(serial++).toString(36)}`;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** In groups, to make no burst of what is not tested. */
async function several<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count)
    made.push(
      ...(await Promise.all(
        times(Math.min(4, count - made.length), async (i) => await make(made.length + i)),
      )),
    );
  return made;
}

const newUser = async ({ client }: BurstStage, name = "User"): Promise<string> =>
  (await client.users.createUser({ email: `${unique()}@example.com`, name })).user.id;
/** A user with a linked account and a passkey. */
const newSignInMethods = async (stage: BurstStage) => {
  const { insertRow, projectId } = stage;
  const userId = await newUser(stage);
  const owner = { projectId, userId, mark: "burst", unique: unique() };
  return { userId, ...(await insertSignInMethods(insertRow, owner)) };
};
const newOrganization = async ({ client }: BurstStage): Promise<string> =>
  (await client.organizations.createOrganization({ name: unique() })).id;
const newSession = async (stage: BurstStage): Promise<string> =>
  (await stage.client.users.impersonateUser({ userId: await newUser(stage) })).session.id;
const newKey = async ({ client }: BurstStage, fields: object = {}) =>
  await client.apiKeys.createKey({ name: unique(), permissions: [], ...fields });
const newMember = async (stage: BurstStage, organizationId: string): Promise<string> =>
  (
    await stage.client.organizations.addMember({
      organizationId,
      userId: await newUser(stage),
      role: "member",
    })
  ).id;
const newInvitation = async ({ client }: BurstStage, organizationId: string): Promise<string> =>
  (
    await client.organizations.sendInvitation({
      organizationId,
      email: `${unique()}@example.com`,
      role: "member",
    })
  ).id;
const newTeam = async ({ client }: BurstStage, organizationId: string): Promise<string> =>
  (await client.organizations.createTeam({ organizationId, name: unique() })).id;
const newDomain = async ({ client }: BurstStage, organizationId: string): Promise<string> =>
  (await client.domains.createVerification({ organizationId, domain: `${unique()}.example` })).id;
const newPortalLink = async ({ client }: BurstStage, organizationId: string): Promise<string> =>
  (await client.portal.generateLink({ organizationId, intent: "domain_verification" })).sessionId;
const newRole = async ({ client }: BurstStage): Promise<string> => {
  const slug = unique();
  return (await client.rbac.createRole({ name: slug, slug })).role.id;
};
const newPermission = async ({ client }: BurstStage): Promise<string> => {
  const slug = `burst.${unique()}`;
  return (await client.rbac.createPermission({ name: slug, slug })).permission.id;
};
const newClient = async ({ client }: BurstStage): Promise<string> =>
  (await client.authClients.createClient({ name: unique(), type: "web", confidential: true })).id;
const newTemplate = async ({ client }: BurstStage): Promise<string> => {
  const slug = unique();
  return (await client.emails.createTemplate({ name: slug, slug, subject: "S", blocksJson }))
    .template.id;
};
const newProjectMember = async ({ client }: BurstStage): Promise<string> =>
  (await client.projects.inviteMember({ email: `${unique()}@example.com`, role: "viewer" })).member
    .id;
const newSecret = async ({ client }: BurstStage): Promise<string> =>
  (await client.vault.encrypt({ name: unique(), data: "a value" })).id;
/** Disabled, or the deliveries would go on during other bursts. */
const newEndpoint = async ({ client }: BurstStage): Promise<string> =>
  (await client.webhooks.createEndpoint({ url: "https://example.com/", enabled: false })).id;

const newConnection = async (stage: BurstStage): Promise<string> =>
  (
    await stage.client.sso.createConnection({
      organizationId: await newOrganization(stage),
      type: "saml",
      name: unique(),
    })
  ).id;

const newDirectory = async (stage: BurstStage): Promise<string> =>
  (
    await stage.client.directories.createDirectory({
      ...{ organizationId: await newOrganization(stage), name: unique(), provider: "okta" },
    })
  ).id;

/** An active connection, where its sign-ins may end, and the code of one. */
async function newActiveConnection(stage: BurstStage) {
  const { client, insertRow, projectId, runtime } = stage;
  await client.configuration.saveDashboardConfig({ authMethods: { sso: true } });
  const redirectUri = `https://${unique()}.example.com/callback`;
  const { id: clientId } = await client.authClients.createClient({
    ...{ name: unique(), type: "web", redirectUris: [redirectUri] },
  });
  const organizationId = await newOrganization(stage);
  const place = { projectId, organizationId, clientId, redirectUri, mark: unique() };
  await storeSigningKey(runtime, projectId);
  return { redirectUri, ...(await insertActiveConnection(insertRow, place)) };
}

const blocksJson = JSON.stringify([{ type: "text", text: "{{code}}" }]);
const day = { windowSeconds: 86_400 };

/** The calls that `use` makes of resources of their own. */
const ofEach =
  <T = string>(
    make: (stage: BurstStage) => Promise<T>,
    use: (client: WireClient, made: T) => Call,
  ) =>
  async (stage: BurstStage): Promise<readonly Call[]> =>
    (await several(stage.size, async () => await make(stage))).map((made) =>
      use(stage.client, made),
    );
/** The calls that `use` makes of one resource. */
const ofOne =
  <T = string>(
    make: (stage: BurstStage) => Promise<T>,
    use: (client: WireClient, made: T, index: number) => Call,
  ) =>
  async (stage: BurstStage): Promise<readonly Call[]> => {
    const made = await make(stage);
    return times(stage.size, (index) => use(stage.client, made, index));
  };
/** Calls that need nothing. */
const plain =
  (use: (client: WireClient, index: number) => Call) =>
  async ({ client, size }: BurstStage): Promise<readonly Call[]> =>
    times(size, (index) => use(client, index));
/** The calls that `use` makes of resources in one organization. */
const inOrganization =
  (
    make: (stage: BurstStage, organizationId: string) => Promise<string>,
    use: (client: WireClient, organizationId: string, id: string) => Call,
  ) =>
  async (stage: BurstStage): Promise<readonly Call[]> => {
    const organizationId = await newOrganization(stage);
    const made = await several(stage.size, async () => await make(stage, organizationId));
    return made.map((id) => use(stage.client, organizationId, id));
  };

/** One for each operation that writes: the compiler refuses a contract with another. */
export const bursts: { readonly [N in WriteName]: Burst } = {
  "users.createUser": {
    calls: plain((c) => async () => await newUser({ client: c } as BurstStage)),
  },
  "users.updateUser": {
    calls: ofOne(
      newUser,
      (c, userId, i) => async () => await c.users.updateUser({ userId, name: `U ${i}` }),
    ),
    hot: "the user",
  },
  "users.deleteUser": {
    calls: ofEach(newUser, (c, userId) => async () => await c.users.deleteUser(userId)),
  },
  "users.banUser": {
    calls: ofEach(newUser, (c, userId) => async () => await c.users.banUser({ userId })),
  },
  "users.unbanUser": {
    calls: ofEach(newUser, (c, userId) => async () => await c.users.unbanUser({ userId })),
  },
  "users.setRole": {
    calls: ofOne(
      newUser,
      (c, userId, i) => async () =>
        await c.users.setRole({ userId, role: i % 2 === 0 ? "admin" : "user" }),
    ),
    hot: "the user",
  },
  "users.revokeSession": {
    calls: ofEach(
      newSession,
      (c, sessionId) => async () => await c.users.revokeSession({ sessionId }),
    ),
  },
  "users.revokeAllSessions": {
    calls: ofEach(newUser, (c, userId) => async () => await c.users.revokeAllSessions({ userId })),
  },
  "users.impersonateUser": {
    calls: ofEach(newUser, (c, userId) => async () => await c.users.impersonateUser({ userId })),
  },
  "users.startImpersonation": {
    calls: async (stage) => {
      const initiateLoginUri = `https://${unique()}.example.com/sign-in`;
      await stage.client.configuration.saveDashboardConfig({ features: { hostedUi: true } });
      const { id: clientId } = await stage.client.authClients.createClient({
        ...{ name: unique(), type: "web", initiateLoginUri },
      });
      return await ofEach(
        newUser,
        (c, userId) => async () => await c.users.startImpersonation({ userId, clientId }),
      )(stage);
    },
  },
  "users.stopImpersonating": {
    calls: ofEach(
      newSession,
      (c, sessionId) => async () => await c.users.stopImpersonating({ sessionId }),
    ),
  },
  "users.setUserPassword": {
    calls: ofEach(
      newUser,
      (c, userId) => async () =>
        await c.users.setUserPassword({ userId, newPassword: "no secret at all" }),
    ),
  },
  "users.removeFactor": {
    calls: ofEach(
      newSignInMethods,
      (c, { userId, passkey: factorId }) =>
        async () =>
          await c.users.removeFactor({ userId, factorId }),
    ),
  },
  "users.unlinkAccount": {
    calls: ofEach(
      newSignInMethods,
      (c, { userId, account: accountId }) =>
        async () =>
          await c.users.unlinkAccount({ userId, accountId, force: true }),
    ),
  },
  "users.sendPasswordReset": {
    calls: async (stage) => {
      const redirectUrl = `https://${unique()}.example.com/reset`;
      await stage.client.authClients.createClient({
        ...{ name: unique(), type: "web", redirectUris: [redirectUrl] },
      });
      return await ofEach(
        newUser,
        (c, userId) => async () => await c.users.sendPasswordReset({ userId, redirectUrl }),
      )(stage);
    },
  },

  "organizations.createOrganization": {
    calls: plain(
      (c) => async () => await c.organizations.createOrganization({ name: "The same name" }),
    ),
    hot: "the slug that the first takes",
  },
  "organizations.updateOrganization": {
    calls: ofOne(
      newOrganization,
      (c, organizationId, i) => async () =>
        await c.organizations.updateOrganization({ organizationId, name: `O ${i}` }),
    ),
    hot: "the organization",
  },
  "organizations.deleteOrganization": {
    calls: ofEach(
      newOrganization,
      (c, organizationId) => async () => await c.organizations.deleteOrganization(organizationId),
    ),
  },
  "organizations.addMember": {
    calls: inOrganization(
      newUser,
      (c, organizationId, userId) => async () =>
        await c.organizations.addMember({ organizationId, userId, role: "member" }),
    ),
    shards: true,
  },
  "organizations.removeMember": {
    calls: inOrganization(
      newMember,
      (c, organizationId, memberIdOrUserId) => async () =>
        await c.organizations.removeMember({ organizationId, memberIdOrUserId }),
    ),
    shards: true,
  },
  "organizations.updateMemberRole": {
    calls: inOrganization(
      newMember,
      (c, organizationId, memberIdOrUserId) => async () =>
        await c.organizations.updateMemberRole({ organizationId, memberIdOrUserId, role: "admin" }),
    ),
  },
  "organizations.sendInvitation": {
    calls: ofOne(
      newOrganization,
      (c, organizationId) => async () =>
        await newInvitation({ client: c } as BurstStage, organizationId),
    ),
  },
  "organizations.revokeInvitation": {
    calls: inOrganization(
      newInvitation,
      (c, _organizationId, invitationId) => async () =>
        await c.organizations.revokeInvitation(invitationId),
    ),
  },
  "organizations.createTeam": {
    calls: ofOne(
      newOrganization,
      (c, organizationId) => async () => await newTeam({ client: c } as BurstStage, organizationId),
    ),
    shards: true,
  },
  "organizations.updateTeam": {
    calls: ofOne(
      async (stage) => await newTeam(stage, await newOrganization(stage)),
      (c, teamId, i) => async () => await c.organizations.updateTeam({ teamId, name: `T ${i}` }),
    ),
    hot: "the team",
  },
  "organizations.removeTeam": {
    calls: inOrganization(
      newTeam,
      (c, _organizationId, teamId) => async () => await c.organizations.removeTeam(teamId),
    ),
    shards: true,
  },
  "organizations.addTeamMember": {
    calls: async (stage) => {
      const organizationId = await newOrganization(stage);
      const teamId = await newTeam(stage, organizationId);
      const members = await several(stage.size, async () => await newMember(stage, organizationId));
      return members.map(
        (memberIdOrUserId) => async () =>
          await stage.client.organizations.addTeamMember({ teamId, memberIdOrUserId }),
      );
    },
    hot: "the team's members, which are counted",
  },
  "organizations.removeTeamMember": {
    calls: async (stage) => {
      const organizationId = await newOrganization(stage);
      const teamId = await newTeam(stage, organizationId);
      const members = await several(stage.size, async () => {
        const memberIdOrUserId = await newMember(stage, organizationId);
        await stage.client.organizations.addTeamMember({ teamId, memberIdOrUserId });
        return memberIdOrUserId;
      });
      return members.map(
        (memberIdOrUserId) => async () =>
          await stage.client.organizations.removeTeamMember({ teamId, memberIdOrUserId }),
      );
    },
  },

  "rbac.createRole": {
    calls: plain((c) => async () => await newRole({ client: c } as BurstStage)),
    shards: true,
  },
  "rbac.updateRole": {
    calls: ofOne(
      newRole,
      (c, id, i) => async () => await c.rbac.updateRole({ id, name: `R ${i}` }),
    ),
    hot: "the role",
  },
  "rbac.deleteRole": {
    calls: ofEach(newRole, (c, id) => async () => await c.rbac.deleteRole(id)),
    shards: true,
  },
  "rbac.createPermission": {
    calls: plain((c) => async () => await newPermission({ client: c } as BurstStage)),
    hot: "the project's permissions, which are counted",
  },
  "rbac.updatePermission": {
    calls: ofOne(
      newPermission,
      (c, id, i) => async () => await c.rbac.updatePermission({ id, name: `P ${i}` }),
    ),
    hot: "the permission",
  },
  "rbac.deletePermission": {
    calls: ofEach(newPermission, (c, id) => async () => await c.rbac.deletePermission(id)),
  },

  "apiKeys.createKey": {
    calls: plain((c) => async () => await newKey({ client: c } as BurstStage)),
    shards: true,
  },
  "apiKeys.updateKey": {
    calls: ofOne(
      async (stage) => (await newKey(stage)).id,
      (c, keyId, i) => async () => await c.apiKeys.updateKey({ keyId, name: `K ${i}` }),
    ),
    hot: "the key",
  },
  "apiKeys.deleteKey": {
    calls: ofEach(
      async (stage) => (await newKey(stage)).id,
      (c, keyId) => async () => await c.apiKeys.deleteKey({ keyId }),
    ),
    shards: true,
  },
  "apiKeys.rotateKey": {
    calls: ofEach(
      async (stage) => (await newKey(stage)).id,
      (c, keyId) => async () => await c.apiKeys.rotateKey({ keyId, gracePeriodSeconds: 60 }),
    ),
    shards: true,
  },
  "apiKeys.verifyKey": {
    calls: ofOne(
      async (stage) => (await newKey(stage, { rateLimit: { requests: 100_000, ...day } })).key,
      (c, key) => async () => {
        const { valid, code } = await c.apiKeys.verifyKey({ key });
        if (!valid) throw new Error(`valid: false, ${code}`);
      },
    ),
    shards: true,
  },
  "apiKeys.setLimits": {
    calls: ofOne(
      newOrganization,
      (c, organizationId, i) => async () =>
        await c.apiKeys.setLimits({ organizationId, rateLimit: { requests: 1_000 + i, ...day } }),
    ),
    hot: "the organization",
  },

  "projects.createProject": {
    calls: async ({ admin, size }) =>
      times(size, () => async () => {
        const slug = unique();
        await admin.projects.createProject({ name: slug, slug });
      }),
  },
  "projects.updateProject": {
    calls: async ({ client, projectId: id, size }) =>
      times(
        size,
        (i) => async () => await client.projects.updateProject({ id, description: `${i}` }),
      ),
    hot: "the project",
  },
  "projects.deleteProject": {
    calls: async ({ admin, size }) => {
      const made = await several(size, async () => {
        const slug = unique();
        return (await admin.projects.createProject({ name: slug, slug })).project.id;
      });
      return made.map((id) => async () => await admin.projects.deleteProject({ id }));
    },
  },
  "projects.rotateSigningKeys": {
    calls: async ({ client, projectId: id, size }) =>
      times(size, () => async () => await client.projects.rotateSigningKeys({ id })),
    hot: "the project's key set",
  },
  "projects.ensureDefaultProject": {
    calls: async ({ admin, size }) =>
      times(size, () => async () => await admin.projects.ensureDefaultProject()),
  },
  "projects.inviteMember": {
    calls: plain((c) => async () => await newProjectMember({ client: c } as BurstStage)),
    hot: "the project's members and invitations, which are counted",
  },
  "projects.updateMember": {
    calls: ofOne(
      newProjectMember,
      (c, memberId, i) => async () =>
        await c.projects.updateMember({ memberId, role: i % 2 === 0 ? "support" : "viewer" }),
    ),
    hot: "the invitation",
  },
  "projects.removeMember": {
    calls: ofEach(
      newProjectMember,
      (c, memberId) => async () => await c.projects.removeMember({ memberId }),
    ),
  },

  "authClients.createClient": {
    calls: plain((c) => async () => await newClient({ client: c } as BurstStage)),
    hot: "the project's clients, which are counted",
  },
  "authClients.updateClient": {
    calls: ofOne(
      newClient,
      (c, clientId, i) => async () =>
        await c.authClients.updateClient({ clientId, name: `C ${i}` }),
    ),
    hot: "the client",
  },
  "authClients.deleteClient": {
    calls: ofEach(
      newClient,
      (c, clientId) => async () => await c.authClients.deleteClient(clientId),
    ),
  },
  "authClients.rotateClientSecret": {
    calls: ofEach(
      newClient,
      (c, clientId) => async () =>
        await c.authClients.rotateClientSecret({ clientId, gracePeriodSeconds: 60 }),
    ),
  },

  "configuration.saveDashboardConfig": {
    calls: plain(
      (c, i) => async () =>
        await c.configuration.saveDashboardConfig({
          emailPassword: { minPasswordLength: 10 + (i % 9) },
        }),
    ),
    hot: "the settings",
  },
  "configuration.saveSocialProviderCredential": {
    calls: plain(
      (c, i) => async () =>
        await c.configuration.saveSocialProviderCredential({
          providerId: "github",
          clientId: `github-${i}`,
          clientSecret: "github's",
        }),
    ),
    hot: "the provider",
  },
  "configuration.deleteSocialProviderCredential": {
    calls: async ({ client: c, size }) => {
      const provider = { providerId: "github" } as const;
      const credentials = { clientId: "github-1", clientSecret: "github's" };
      await c.configuration.saveSocialProviderCredential({ ...provider, ...credentials });
      // One deletes it, and the others are told that it is gone.
      return times(size, () => async () => {
        await c.configuration
          .deleteSocialProviderCredential(provider)
          .catch((error: { code: string }) => {
            if (error.code !== "not_found") throw error;
          });
      });
    },
    hot: "the provider",
  },
  "configuration.saveBrandingConfig": {
    calls: plain(
      (c, i) => async () => await c.configuration.saveBrandingConfig({ borderRadius: i % 16 }),
    ),
    hot: "the settings",
  },
  "configuration.saveAuthConfiguration": {
    calls: plain(
      (c, i) => async () =>
        await c.configuration.saveAuthConfiguration({ multipleRoles: i % 2 === 0 }),
    ),
    hot: "the settings",
  },

  "emails.send": {
    calls: ofOne(
      async ({ client }) => {
        const slug = unique();
        await client.emails.createTemplate({ name: slug, slug, subject: "S", blocksJson });
        return slug;
      },
      (c, template) => async () =>
        await c.emails.send({ to: `${unique()}@example.com`, template, data: { code: "1" } }),
    ),
  },
  "emails.sendTest": {
    calls: plain((c) => async () => await c.emails.sendTest({ to: `${unique()}@example.com` })),
  },
  "emails.createTemplate": {
    calls: plain((c) => async () => await newTemplate({ client: c } as BurstStage)),
    hot: "the project's templates, which are counted",
  },
  "emails.updateTemplate": {
    calls: ofOne(
      newTemplate,
      (c, id, i) => async () => await c.emails.updateTemplate({ id, subject: `S ${i}` }),
    ),
    hot: "the template",
  },
  "emails.deleteTemplate": {
    calls: ofEach(newTemplate, (c, id) => async () => await c.emails.deleteTemplate({ id })),
  },
  "emails.saveProvider": {
    calls: plain(
      (c, i) => async () =>
        await c.emails.saveProvider({
          provider: "resend",
          fromEmail: "a@example.com",
          fromName: `N ${i}`,
          apiKey: "re_12345678",
        }),
    ),
    hot: "the provider",
  },

  "webhooks.createEndpoint": {
    calls: plain((c) => async () => await newEndpoint({ client: c } as BurstStage)),
    hot: "the project's endpoints, which are counted",
  },
  "webhooks.updateEndpoint": {
    calls: ofOne(
      newEndpoint,
      (c, id, i) => async () =>
        await c.webhooks.updateEndpoint({ id, url: `https://example.com/${i}` }),
    ),
    hot: "the endpoint",
  },
  "webhooks.deleteEndpoint": {
    calls: ofEach(newEndpoint, (c, id) => async () => await c.webhooks.deleteEndpoint({ id })),
  },
  "webhooks.rotateSecret": {
    calls: ofEach(newEndpoint, (c, id) => async () => await c.webhooks.rotateSecret({ id })),
  },
  "webhooks.sendTest": {
    calls: ofOne(newEndpoint, (c, id) => async () => await c.webhooks.sendTest({ id })),
    hot: "the endpoint's run",
  },
  "webhooks.redeliver": {
    calls: ofOne(
      async (stage) => (await stage.client.webhooks.sendTest({ id: await newEndpoint(stage) })).id,
      (c, deliveryId) => async () => await c.webhooks.redeliver({ deliveryId }),
    ),
    hot: "the delivery",
  },
  "webhooks.replay": {
    calls: ofOne(
      newEndpoint,
      (c, id) => async () => await c.webhooks.replay({ id, since: new Date(Date.now() - 1_000) }),
    ),
    hot: "the endpoint's run",
  },

  "directories.createDirectory": {
    calls: ofEach(
      newOrganization,
      (c, organizationId) => async () =>
        await c.directories.createDirectory({ organizationId, name: unique(), provider: "okta" }),
    ),
  },
  "directories.updateDirectory": {
    calls: ofOne(
      newDirectory,
      (c, providerId, i) => async () =>
        await c.directories.updateDirectory({ providerId, name: `D ${i}` }),
    ),
    hot: "the directory",
  },
  "directories.deleteDirectory": {
    calls: ofEach(
      newDirectory,
      (c, providerId) => async () => await c.directories.deleteDirectory({ providerId }),
    ),
  },
  "directories.rotateToken": {
    calls: ofOne(
      newDirectory,
      (c, providerId) => async () =>
        await c.directories.rotateToken({ providerId, gracePeriodSeconds: 0 }),
    ),
    hot: "the directory",
  },
  "sso.createConnection": {
    calls: ofEach(
      newOrganization,
      (c, organizationId) => async () =>
        await c.sso.createConnection({ organizationId, type: "saml", name: unique() }),
    ),
  },
  "sso.updateConnection": {
    calls: ofOne(
      newConnection,
      (c, providerId, i) => async () =>
        await c.sso.updateConnection({ providerId, name: `C ${i}` }),
    ),
    hot: "the connection",
  },
  "sso.deleteConnection": {
    calls: ofEach(
      newConnection,
      (c, providerId) => async () => await c.sso.deleteConnection({ providerId }),
    ),
  },
  "sso.unlinkProfile": {
    calls: ofEach(
      newActiveConnection,
      (c, { connectionId: providerId, userId }) =>
        async () =>
          await c.sso.unlinkProfile({ providerId, userId }),
    ),
  },
  "domains.createVerification": {
    calls: ofOne(
      newOrganization,
      (c, organizationId) => async () =>
        await newDomain({ client: c } as BurstStage, organizationId),
    ),
    hot: "the organization's domains, which are counted",
  },
  "portal.generateLink": {
    calls: ofOne(
      newOrganization,
      (c, organizationId) => async () =>
        await newPortalLink({ client: c } as BurstStage, organizationId),
    ),
    hot: "the organization's links, which are counted",
  },
  "portal.revokeSession": {
    calls: inOrganization(
      newPortalLink,
      (c, _organizationId, sessionId) => async () => await c.portal.revokeSession({ sessionId }),
    ),
  },
  "domains.verify": {
    calls: ofOne(
      async (stage) => await newDomain(stage, await newOrganization(stage)),
      (c, id) => async () => await c.domains.verify({ id }),
    ),
    hot: "the domain",
  },
  "domains.deleteVerification": {
    calls: inOrganization(
      newDomain,
      (c, _organizationId, id) => async () => await c.domains.deleteVerification({ id }),
    ),
  },

  "sso.getAuthorizationUrl": {
    calls: ofOne(
      newActiveConnection,
      (c, { connectionId: providerId, redirectUri: callbackURL }) =>
        async () =>
          await c.sso.getAuthorizationUrl({ providerId, callbackURL }),
    ),
  },
  "sso.getProfileAndToken": {
    calls: ofEach(
      newActiveConnection,
      (c, { code }) =>
        async () =>
          await c.sso.getProfileAndToken({ code }),
    ),
  },
  "sso.testConnection": {
    calls: ofOne(
      async (stage) => (await newActiveConnection(stage)).connectionId,
      (c, providerId) => async () => await c.sso.testConnection({ providerId }),
    ),
  },

  "auditLogs.createEvent": {
    calls: plain(
      (c) => async () =>
        await c.auditLogs.createEvent({ action: "app.did", actorType: "user", actorId: "1" }),
    ),
  },
  "auditLogs.saveRetention": {
    calls: plain((c, i) => async () => await c.auditLogs.saveRetention({ auditDays: 400 + i })),
    hot: "the retention",
  },

  "vault.encrypt": {
    calls: async (stage) => {
      await newSecret(stage); // opens the project's first key generation
      return times(stage.size, () => async () => await newSecret(stage));
    },
  },
  "vault.decrypt": {
    calls: ofOne(newSecret, (c, secretId) => async () => await c.vault.decrypt({ secretId })),
  },
  "vault.update": {
    calls: ofOne(
      newSecret,
      (c, id, i) => async () => await c.vault.update({ id, data: `value ${i}` }),
    ),
    hot: "the secret",
  },
  "vault.delete": {
    calls: ofEach(newSecret, (c, id) => async () => await c.vault.delete({ id })),
  },
  "vault.rotateKey": {
    calls: ofOne(newSecret, (c) => async () => await c.vault.rotateKey()),
    hot: "the project's rotation",
  },
};
