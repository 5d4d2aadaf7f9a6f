/**
 * Every call of the published SDK's interface, for the groups that exist: how an app writes it, the
 * request that it sends, and what it resolves to. `interface.test.ts` sends each of them;
 * `publishedTypes.test.ts` checks their types.
 */
import type { BanataAuth } from "../../src/index";

const TIME = "2026-01-02T03:04:05.678Z";
const MILLISECONDS = Date.parse(TIME);
const page = (item: object) => ({ data: [item], listMetadata: { before: null, after: "next" } });
const times = { createdAt: TIME, updatedAt: TIME };
const dates = { createdAt: new Date(TIME), updatedAt: new Date(TIME) };
const user = { id: "usr_1", banExpires: TIME, ...times };
const userDates = { ...user, banExpires: new Date(TIME), ...dates };
const session = { id: "ses_1", expiresAt: TIME, ...times };
const sessionDates = { ...session, expiresAt: new Date(TIME), ...dates };
const organization = { id: "org_1", ...times };
const organizationDates = { id: "org_1", ...dates };
const member = { id: "mem_1", ...times };
const memberDates = { id: "mem_1", ...dates };
const invitation = { id: "inv_1", expiresAt: TIME, createdAt: TIME };
const invitationDates = { id: "inv_1", expiresAt: new Date(TIME), createdAt: new Date(TIME) };
const key = { id: "ak_1", expiresAt: TIME, lastUsedAt: null, createdAt: TIME };
const keyDates = { ...key, expiresAt: new Date(TIME), createdAt: new Date(TIME) };
const endpoint = { id: "wh_1", lastDeliveryAt: TIME, lastDeliveryStatus: "success", ...times };
const endpointDates = { ...endpoint, lastDeliveryAt: new Date(TIME), ...dates };
const domain = {
  ...{ id: "dv_1", state: "pending", method: "dns_txt", txtRecord: { name: "_n", value: "v" } },
  ...{ verifiedAt: null, expiresAt: TIME, lastCheckedAt: TIME, checkCount: 1, ...times },
};
const domainDates = {
  ...domain,
  ...{ expiresAt: new Date(TIME), lastCheckedAt: new Date(TIME), ...dates },
};
const entry = { id: "evt_1", occurredAt: TIME, createdAt: TIME };
const entryDates = { id: "evt_1", occurredAt: new Date(TIME), createdAt: new Date(TIME) };
const feed = {
  url: "https://cloud.example.com",
  functionName: "live:latestEvent",
  token: "t",
  expiresInSeconds: 300,
};
const secret = { id: "vsec_1", name: "Token", metadata: { at: TIME }, version: 1, ...times };
const secretDates = { ...secret, ...dates };
/** Their times stay as the wire has them. */
const portalLink = { link: "https://auth.example/portal/open#1", expiresAt: TIME };
const portalSession = { id: "pses_1", expiresAt: TIME, startedAt: null, createdAt: TIME };
const role = { id: "role_1", createdAt: TIME };
const permission = { id: "perm_1", createdAt: TIME };
const project = { id: "proj_1", createdAt: MILLISECONDS, updatedAt: MILLISECONDS };
const template = { id: "etpl_1", createdAt: MILLISECONDS, updatedAt: MILLISECONDS };
const config = { authMethods: { emailPassword: true } };
const connection = { id: "conn_1", testedAt: null, lastSignInAt: TIME, ...times };
const ssoProfile = { id: "prof_1", groups: [], lastLoginAt: TIME, createdAt: TIME };
const ssoProfileDates = {
  ...ssoProfile,
  ...{ lastLoginAt: new Date(TIME), createdAt: new Date(TIME) },
};
const connectionDates = { ...connection, lastSignInAt: new Date(TIME), ...dates };
const directory = { id: "dir_1", lastSyncAt: TIME, lastFailure: null, ...times };
const directoryDates = { ...directory, lastSyncAt: new Date(TIME), ...dates };
const directoryUser = { id: "diru_1", userName: "ada", ...times };
const directoryUserDates = { ...directoryUser, ...dates };
const directoryGroup = { id: "dirg_1", name: "Sales", displayName: "Sales", ...times };
const directoryGroupDates = { ...directoryGroup, ...dates };
const scimConfig = { baseUrl: "https://auth.example/scim", bearerToken: "scim_1" };
const samlConfig = {
  idpEntityId: "urn:idp",
  idpSsoUrl: "https://idp.example",
  idpCertificate: "C",
};
const branding = { primaryColor: "#123456" };
const authConfig = { multipleRoles: true };
const ok = { success: true };
const id = "org_1";

export interface Call {
  readonly method: string;
  readonly call: (client: BanataAuth) => Promise<unknown>;
  readonly path: string;
  /** What the wire gets; `GET` sends it as query parameters. */
  readonly sends: object;
  readonly verb?: "GET";
  readonly answer: unknown;
  readonly resolves: unknown;
}

const admin = (method: string, path: string, rest: Omit<Call, "method" | "path">): Call => ({
  method: `users.${method}`,
  path: `/api/auth/admin/${path}`,
  ...rest,
});
const org = (method: string, path: string, rest: Omit<Call, "method" | "path">): Call => ({
  method: `organizations.${method}`,
  path: `/api/auth/organization/${path}`,
  ...rest,
});
const own = (method: string, path: string, rest: Omit<Call, "method" | "path">): Call => ({
  method,
  path: `/api/auth/banata/${path}`,
  ...rest,
});

export const calls: readonly Call[] = [
  admin("listUsers", "list-users", {
    call: async ({ users }) => await users.listUsers({ role: "user", limit: 5 }),
    sends: { role: "user", limit: 5 },
    answer: page(user),
    resolves: page(userDates),
  }),
  admin("getUser", "get-user", {
    call: async ({ users }) => await users.getUser("usr_1", { projectId: "proj_1" }),
    sends: { userId: "usr_1", projectId: "proj_1" },
    answer: user,
    resolves: userDates,
  }),
  admin("createUser", "create-user", {
    call: async ({ users }) =>
      await users.createUser({ email: "a@b.example", name: "A", metadata: { at: TIME } }),
    sends: { email: "a@b.example", name: "A", metadata: { at: TIME } },
    answer: { user },
    resolves: userDates,
  }),
  admin("updateUser", "update-user", {
    call: async ({ users }) =>
      await users.updateUser({
        userId: "usr_1",
        name: "B",
        image: null,
        password: "correct horse",
        data: { username: "bea" },
      }),
    sends: {
      userId: "usr_1",
      name: "B",
      image: null,
      password: "correct horse",
      data: { username: "bea" },
    },
    answer: user,
    resolves: userDates,
  }),
  admin("deleteUser", "remove-user", {
    call: async ({ users }) => await users.deleteUser("usr_1", { idempotencyKey: "k" }),
    sends: { userId: "usr_1" },
    answer: ok,
    resolves: undefined,
  }),
  admin("banUser", "ban-user", {
    call: async ({ users }) =>
      await users.banUser({ userId: "usr_1", reason: "spam", expiresAt: new Date(TIME) }),
    sends: { userId: "usr_1", banReason: "spam", banExpires: MILLISECONDS },
    answer: { user },
    resolves: userDates,
  }),
  admin("unbanUser", "unban-user", {
    call: async ({ users }) => await users.unbanUser("usr_1"),
    sends: { userId: "usr_1" },
    answer: { user },
    resolves: userDates,
  }),
  admin("listUserSessions", "list-user-sessions", {
    call: async ({ users }) => await users.listUserSessions("usr_1", { limit: 1, after: "c" }),
    sends: { userId: "usr_1", limit: 1, after: "c" },
    answer: page(session),
    resolves: page(sessionDates),
  }),
  admin("revokeSession", "revoke-user-session", {
    call: async ({ users }) => await users.revokeSession("ses_1"),
    sends: { sessionId: "ses_1" },
    answer: ok,
    resolves: undefined,
  }),
  admin("revokeAllSessions", "revoke-user-sessions", {
    call: async ({ users }) => await users.revokeAllSessions("usr_1", { timeout: 5_000 }),
    sends: { userId: "usr_1" },
    answer: ok,
    resolves: undefined,
  }),
  admin("impersonateUser", "impersonate-user", {
    call: async ({ users }) => await users.impersonateUser("usr_1", { reason: "ticket 7" }),
    sends: { userId: "usr_1", reason: "ticket 7" },
    answer: { session, user },
    resolves: { session: sessionDates, user: userDates },
  }),
  admin("stopImpersonating", "stop-impersonating", {
    call: async ({ users }) => await users.stopImpersonating({ sessionId: "ses_1" }),
    sends: { sessionId: "ses_1" },
    answer: { session, user },
    resolves: { session: sessionDates, user: userDates },
  }),
  admin("setRole", "set-role", {
    call: async ({ users }) => await users.setRole("usr_1", "admin", { projectId: "proj_1" }),
    sends: { userId: "usr_1", role: "admin", projectId: "proj_1" },
    answer: { user },
    resolves: userDates,
  }),
  admin("setUserPassword", "set-user-password", {
    call: async ({ users }) => await users.setUserPassword("usr_1", "correct horse"),
    sends: { userId: "usr_1", newPassword: "correct horse" },
    answer: { status: true },
    resolves: true,
  }),
  admin("hasPermission", "has-permission", {
    call: async ({ users }) =>
      await users.hasPermission({ userId: "usr_1", permission: "employee.read" }),
    sends: { userId: "usr_1", permission: "employee.read" },
    answer: { success: false },
    resolves: false,
  }),

  org("listOrganizations", "list", {
    call: async ({ organizations }) => await organizations.listOrganizations(),
    sends: {},
    answer: page(organization),
    resolves: page(organizationDates),
  }),
  org("getOrganization", "get-full-organization", {
    call: async ({ orgs }) => await orgs.getOrganization(id),
    sends: { organizationId: id },
    answer: { ...organization, members: [member], invitations: [invitation] },
    resolves: { ...organizationDates, members: [memberDates], invitations: [invitationDates] },
  }),
  org("createOrganization", "create", {
    call: async ({ organizations }) => await organizations.createOrganization({ name: "Acme" }),
    sends: { name: "Acme" },
    answer: organization,
    resolves: organizationDates,
  }),
  org("updateOrganization", "update", {
    call: async ({ organizations }) =>
      await organizations.updateOrganization({
        organizationId: id,
        logo: null,
        allowedEmailDomains: null,
        maxMembers: null,
      }),
    sends: { organizationId: id, logo: null, allowedEmailDomains: null, maxMembers: null },
    answer: organization,
    resolves: organizationDates,
  }),
  org("deleteOrganization", "delete", {
    call: async ({ organizations }) => await organizations.deleteOrganization(id),
    sends: { organizationId: id },
    answer: organization,
    resolves: undefined,
  }),
  org("listMembers", "list-members", {
    call: async ({ organizations }) =>
      await organizations.listMembers({ organizationId: id, role: "admin" }),
    sends: { organizationId: id, role: "admin" },
    answer: page(member),
    resolves: page(memberDates),
  }),
  org("removeMember", "remove-member", {
    call: async ({ organizations }) =>
      await organizations.removeMember({ organizationId: id, memberIdOrUserId: "usr_1" }),
    sends: { organizationId: id, memberIdOrUserId: "usr_1" },
    answer: { member },
    resolves: undefined,
  }),
  org("updateMemberRole", "update-member-role", {
    call: async ({ organizations }) =>
      await organizations.updateMemberRole({
        organizationId: id,
        memberIdOrUserId: "mem_1",
        role: "admin",
      }),
    sends: { organizationId: id, memberIdOrUserId: "mem_1", role: "admin" },
    answer: member,
    resolves: memberDates,
  }),
  org("sendInvitation", "invite-member", {
    call: async ({ organizations }) =>
      await organizations.sendInvitation({
        organizationId: id,
        email: "a@b.example",
        role: "member",
      }),
    sends: { organizationId: id, email: "a@b.example", role: "member" },
    answer: invitation,
    resolves: invitationDates,
  }),
  org("revokeInvitation", "cancel-invitation", {
    call: async ({ organizations }) => await organizations.revokeInvitation("inv_1"),
    sends: { invitationId: "inv_1" },
    answer: invitation,
    resolves: undefined,
  }),
  org("listInvitations", "list-invitations", {
    call: async ({ organizations }) =>
      await organizations.listInvitations({ organizationId: id, status: "pending" }),
    sends: { organizationId: id, status: "pending" },
    answer: page(invitation),
    resolves: page(invitationDates),
  }),

  own("rbac.listRoles", "config/roles/list", {
    call: async ({ rbac }) => await rbac.listRoles(),
    sends: {},
    answer: { roles: [role] },
    resolves: [role],
  }),
  own("rbac.createRole", "config/roles/create", {
    call: async ({ rbac }) => await rbac.createRole({ name: "HR", slug: "hr" }),
    sends: { name: "HR", slug: "hr" },
    answer: { role },
    resolves: role,
  }),
  own("rbac.updateRole", "config/roles/update", {
    call: async ({ rbac }) => await rbac.updateRole({ id: "role_1", permissions: ["a.b"] }),
    sends: { id: "role_1", permissions: ["a.b"] },
    answer: { role },
    resolves: role,
  }),
  own("rbac.deleteRole", "config/roles/delete", {
    call: async ({ rbac }) => await rbac.deleteRole("role_1"),
    sends: { id: "role_1" },
    answer: ok,
    resolves: undefined,
  }),
  own("rbac.listPermissions", "config/permissions/list", {
    call: async ({ rbac }) => await rbac.listPermissions(),
    sends: {},
    answer: { permissions: [permission] },
    resolves: [permission],
  }),
  own("rbac.createPermission", "config/permissions/create", {
    call: async ({ rbac }) => await rbac.createPermission({ name: "Read", slug: "a.read" }),
    sends: { name: "Read", slug: "a.read" },
    answer: { permission },
    resolves: permission,
  }),
  own("rbac.updatePermission", "config/permissions/update", {
    call: async ({ rbac }) => await rbac.updatePermission({ id: "perm_1", name: "See" }),
    sends: { id: "perm_1", name: "See" },
    answer: { permission },
    resolves: permission,
  }),
  own("rbac.deletePermission", "config/permissions/delete", {
    call: async ({ rbac }) => await rbac.deletePermission("perm_1"),
    sends: { id: "perm_1" },
    answer: ok,
    resolves: undefined,
  }),
  {
    method: "rbac.assignRole",
    path: "/api/auth/organization/update-member-role",
    call: async ({ rbac }) =>
      await rbac.assignRole({ organizationId: id, userId: "usr_1", role: "hr" }),
    sends: { organizationId: id, memberIdOrUserId: "usr_1", role: "hr" },
    answer: member,
    resolves: undefined,
  },
  {
    method: "rbac.revokeRole",
    path: "/api/auth/organization/update-member-role",
    call: async ({ rbac }) =>
      await rbac.revokeRole({ organizationId: id, memberIdOrUserId: "mem_1" }),
    sends: { organizationId: id, memberIdOrUserId: "mem_1", role: "member" },
    answer: member,
    resolves: undefined,
  },
  own("rbac.checkPermission", "rbac/check-permission", {
    call: async ({ rbac }) =>
      await rbac.checkPermission({ projectId: "proj_1", permission: "a.read" }),
    sends: { projectId: "proj_1", permission: "a.read" },
    answer: { allowed: true },
    resolves: { allowed: true },
  }),
  own("rbac.checkPermissions", "rbac/check-permissions", {
    call: async ({ rbac }) =>
      await rbac.checkPermissions({ permissions: ["a.read", "a.write"], operator: "any" }),
    sends: { permissions: ["a.read", "a.write"], operator: "any" },
    answer: { allowed: true },
    resolves: { allowed: true },
  }),
  own("rbac.getMyPermissions", "rbac/my-permissions", {
    call: async ({ rbac }) => await rbac.getMyPermissions("proj_1"),
    sends: { projectId: "proj_1" },
    answer: { permissions: ["a.read"] },
    resolves: ["a.read"],
  }),
  own("rbac.hasPermission", "rbac/check-permission", {
    call: async ({ rbac }) => await rbac.hasPermission("proj_1", "a.read"),
    sends: { projectId: "proj_1", permission: "a.read" },
    answer: { allowed: false },
    resolves: false,
  }),
  own("rbac.requirePermission", "rbac/check-permission", {
    call: async ({ rbac }) => await rbac.requirePermission("proj_1", "a.read"),
    sends: { projectId: "proj_1", permission: "a.read" },
    answer: { allowed: true },
    resolves: undefined,
  }),

  {
    method: "apiKeys.createKey",
    path: "/api/auth/api-key/create",
    call: async ({ apiKeys }) => await apiKeys.createKey({ name: "ci", expiresAt: MILLISECONDS }),
    sends: { name: "ci", expiresAt: TIME },
    answer: { ...key, key: "sk_1" },
    resolves: { ...keyDates, key: "sk_1" },
  },
  {
    method: "apiKeys.create",
    path: "/api/auth/api-key/create",
    call: async ({ apiKeys }) => await apiKeys.create({ name: "ci", expiresAt: new Date(TIME) }),
    sends: { name: "ci", expiresAt: TIME },
    answer: { ...key, key: "sk_1" },
    resolves: { ...keyDates, key: "sk_1" },
  },
  {
    method: "apiKeys.listKeys",
    path: "/api/auth/api-key/list",
    verb: "GET",
    call: async ({ apiKeys }) => await apiKeys.listKeys(),
    sends: {},
    answer: [key],
    resolves: [keyDates],
  },
  {
    method: "apiKeys.list",
    path: "/api/auth/api-key/list",
    verb: "GET",
    call: async ({ apiKeys }) => await apiKeys.list({ projectId: "proj_1" }),
    sends: { projectId: "proj_1" },
    answer: [key],
    resolves: [keyDates],
  },
  {
    method: "apiKeys.deleteKey",
    path: "/api/auth/api-key/delete",
    call: async ({ apiKeys }) => await apiKeys.deleteKey({ keyId: "ak_1" }),
    sends: { keyId: "ak_1" },
    answer: ok,
    resolves: undefined,
  },
  {
    method: "apiKeys.delete",
    path: "/api/auth/api-key/delete",
    call: async ({ apiKeys }) => await apiKeys.delete("ak_1"),
    sends: { keyId: "ak_1" },
    answer: ok,
    resolves: undefined,
  },

  own("projects.listProjects", "projects/list", {
    call: async ({ projects }) => await projects.listProjects(),
    sends: {},
    answer: { projects: [project] },
    resolves: [project],
  }),
  own("projects.getProject", "projects/get", {
    call: async ({ projects }) => await projects.getProject("proj_1"),
    sends: { id: "proj_1" },
    answer: { project: null },
    resolves: null,
  }),
  own("projects.createProject", "projects/create", {
    call: async ({ projects }) => await projects.createProject({ name: "P", slug: "p" }),
    sends: { name: "P", slug: "p" },
    answer: { success: true, project },
    resolves: { success: true, project },
  }),
  own("projects.updateProject", "projects/update", {
    call: async ({ projects }) => await projects.updateProject("proj_1", { name: "Q" }),
    sends: { id: "proj_1", name: "Q" },
    answer: { success: true, project },
    resolves: { success: true, project },
  }),
  own("projects.deleteProject", "projects/delete", {
    call: async ({ projects }) => await projects.deleteProject("proj_1"),
    sends: { id: "proj_1" },
    answer: ok,
    resolves: ok,
  }),
  own("projects.ensureDefaultProject", "projects/ensure-default", {
    call: async ({ projects }) => await projects.ensureDefaultProject(),
    sends: {},
    answer: { created: false, project },
    resolves: { created: false, project },
  }),

  own("webhooks.listEndpoints", "webhooks/list", {
    call: async ({ webhooks }) => await webhooks.listEndpoints({ limit: 2 }),
    sends: { limit: 2 },
    answer: page(endpoint),
    resolves: page(endpointDates),
  }),
  own("webhooks.createEndpoint", "webhooks/create", {
    call: async ({ webhooks }) =>
      await webhooks.createEndpoint({ url: "https://a.example", eventTypes: ["user.*"] }),
    sends: { url: "https://a.example", eventTypes: ["user.*"] },
    answer: { ...endpoint, secret: "whsec_1" },
    resolves: { ...endpointDates, secret: "whsec_1" },
  }),
  own("webhooks.updateEndpoint", "webhooks/update", {
    call: async ({ webhooks }) =>
      await webhooks.updateEndpoint({ endpointId: "wh_1", enabled: false }),
    sends: { id: "wh_1", enabled: false },
    answer: endpoint,
    resolves: endpointDates,
  }),
  own("webhooks.deleteEndpoint", "webhooks/delete", {
    call: async ({ webhooks }) => await webhooks.deleteEndpoint("wh_1"),
    sends: { id: "wh_1" },
    answer: ok,
    resolves: undefined,
  }),

  own("domains.createVerification", "domains/create", {
    call: async ({ domains }) =>
      await domains.createVerification({ organizationId: id, domain: "acme.example" }),
    sends: { organizationId: id, domain: "acme.example" },
    answer: domain,
    resolves: domainDates,
  }),
  own("domains.getVerification", "domains/get", {
    call: async ({ domains }) => await domains.getVerification("dv_1"),
    sends: { id: "dv_1" },
    answer: domain,
    resolves: domainDates,
  }),
  own("domains.verify", "domains/verify", {
    call: async ({ domains }) => await domains.verify("dv_1"),
    sends: { id: "dv_1" },
    answer: domain,
    resolves: domainDates,
  }),
  own("domains.list", "domains/list", {
    call: async ({ domains }) => await domains.list({ organizationId: id, limit: 2 }),
    sends: { organizationId: id, limit: 2 },
    answer: page(domain),
    resolves: page(domainDates),
  }),
  own("domains.delete", "domains/delete", {
    call: async ({ domains }) => await domains.delete("dv_1"),
    sends: { id: "dv_1" },
    answer: ok,
    resolves: undefined,
  }),

  own("portal.generateLink", "portal/generate-link", {
    call: async ({ portal }) =>
      await portal.generateLink({ organizationId: id, intent: "domain_verification" }),
    sends: { organizationId: id, intent: "domain_verification" },
    answer: portalLink,
    resolves: portalLink,
  }),
  own("portal.listSessions", "portal/list-sessions", {
    call: async ({ portal }) => await portal.listSessions({ organizationId: id, limit: 2 }),
    sends: { organizationId: id, limit: 2 },
    answer: page(portalSession),
    resolves: page(portalSession),
  }),
  own("portal.revokeSession", "portal/revoke-session", {
    call: async ({ portal }) => await portal.revokeSession("pses_1"),
    sends: { sessionId: "pses_1" },
    answer: portalSession,
    resolves: portalSession,
  }),

  own("events.listEvents", "events/list", {
    call: async ({ events }) =>
      await events.listEvents({ eventTypes: ["user.*"], rangeStart: TIME, rangeEnd: MILLISECONDS }),
    sends: { eventTypes: ["user.*"], rangeStart: MILLISECONDS, rangeEnd: MILLISECONDS },
    answer: { data: [{ id: "evt_1", createdAt: MILLISECONDS }], hasMore: false },
    resolves: { data: [{ id: "evt_1", createdAt: MILLISECONDS }], hasMore: false },
  }),

  own("events.getFeed", "events/get-feed", {
    call: async ({ events }) => await events.getFeed(),
    sends: {},
    answer: { feed },
    resolves: feed,
  }),

  own("statistics.get", "statistics/get", {
    call: async ({ statistics }) =>
      await statistics.get({ metric: "signIns", from: new Date(TIME), to: TIME, bucket: "hour" }),
    sends: { metric: "signIns", from: MILLISECONDS, to: MILLISECONDS, bucket: "hour" },
    answer: { data: [{ start: MILLISECONDS, count: 3 }] },
    resolves: [{ start: MILLISECONDS, count: 3 }],
  }),

  own("auditLogs.createEvent", "audit-logs/create", {
    call: async ({ auditLogs }) =>
      await auditLogs.createEvent({
        action: "invoice.paid",
        actorType: "user",
        actorId: "usr_1",
        targets: [{ type: "invoice", id: "1" }],
        changes: { before: { paid: false }, after: { paid: true } },
        metadata: { amount: 5 },
        idempotencyKey: "inv-1",
        occurredAt: TIME,
      }),
    sends: {
      action: "invoice.paid",
      actorType: "user",
      actorId: "usr_1",
      targets: '[{"type":"invoice","id":"1"}]',
      changes: '{"before":{"paid":false},"after":{"paid":true}}',
      metadata: '{"amount":5}',
      idempotencyKey: "inv-1",
      occurredAt: MILLISECONDS,
    },
    answer: entry,
    resolves: entryDates,
  }),
  own("auditLogs.listEvents", "audit-logs/list", {
    call: async ({ auditLogs }) => await auditLogs.listEvents({ action: "invoice.paid" }),
    sends: { action: "invoice.paid" },
    answer: page(entry),
    resolves: page(entryDates),
  }),
  own("auditLogs.exportEvents", "audit-logs/export", {
    call: async ({ auditLogs }) =>
      await auditLogs.exportEvents({ format: "csv", startDate: new Date(TIME), endDate: TIME }),
    sends: { format: "csv", startDate: MILLISECONDS, endDate: MILLISECONDS },
    answer: { data: [entry], count: 1, nextCursor: 7, content: "a,b" },
    resolves: { data: [entryDates], count: 1, nextCursor: 7, content: "a,b" },
  }),

  own("emails.send", "emails/send", {
    call: async ({ emails }) =>
      await emails.send({ to: "a@b.example", template: "welcome", data: { name: "Ada" } }),
    sends: { to: "a@b.example", template: "welcome", data: { name: "Ada" } },
    answer: { success: true, messageId: "mail_1" },
    resolves: { success: true, messageId: "mail_1" },
  }),
  own("emails.preview", "emails/preview", {
    call: async ({ emails }) => await emails.preview("welcome", { name: "Ada" }),
    sends: { template: "welcome", data: { name: "Ada" } },
    answer: { subject: "s", html: "h", text: "t" },
    resolves: { subject: "s", html: "h", text: "t" },
  }),
  own("emails.sendTest", "test-email", {
    call: async ({ emails }) => await emails.sendTest("a@b.example"),
    sends: { to: "a@b.example" },
    answer: { success: true, messageId: "mail_1" },
    resolves: { success: true, messageId: "mail_1" },
  }),
  own("emails.templates.list", "emails/templates/list", {
    call: async ({ emails }) => await emails.templates.list("custom"),
    sends: { category: "custom" },
    answer: { templates: [template] },
    resolves: [template],
  }),
  own("emails.templates.get", "emails/templates/get", {
    call: async ({ emails }) => await emails.templates.get("welcome"),
    sends: { idOrSlug: "welcome" },
    answer: { template: null },
    resolves: null,
  }),
  own("emails.templates.create", "emails/templates/create", {
    call: async ({ emails }) =>
      await emails.templates.create({ name: "A", slug: "a", subject: "s", blocksJson: "[]" }),
    sends: { name: "A", slug: "a", subject: "s", blocksJson: "[]" },
    answer: { success: true, template },
    resolves: template,
  }),
  own("emails.templates.update", "emails/templates/update", {
    call: async ({ emails }) => await emails.templates.update("etpl_1", { subject: "t" }),
    sends: { id: "etpl_1", subject: "t" },
    answer: { success: true, template },
    resolves: template,
  }),
  own("emails.templates.delete", "emails/templates/delete", {
    call: async ({ emails }) => await emails.templates.delete("etpl_1"),
    sends: { id: "etpl_1" },
    answer: { success: true, template },
    resolves: undefined,
  }),

  own("configuration.getDashboardConfig", "config/dashboard", {
    call: async ({ configuration }) => await configuration.getDashboardConfig("proj_1"),
    sends: { projectId: "proj_1" },
    answer: config,
    resolves: config,
  }),
  own("configuration.saveDashboardConfig", "config/dashboard/save", {
    call: async ({ configuration }) =>
      await configuration.saveDashboardConfig({ authMethods: { passkey: true } }),
    sends: { authMethods: { passkey: true } },
    answer: config,
    resolves: config,
  }),
  own("configuration.getSocialProviderCredentials", "config/social-providers/get", {
    call: async ({ configuration }) => await configuration.getSocialProviderCredentials(),
    sends: {},
    answer: { providers: { github: { clientId: "c" } } },
    resolves: { github: { clientId: "c" } },
  }),
  own("configuration.saveSocialProviderCredential", "config/social-providers/save", {
    call: async ({ configuration }) =>
      await configuration.saveSocialProviderCredential({
        providerId: "github",
        clientId: "c",
        clientSecret: "s",
      }),
    sends: { providerId: "github", clientId: "c", clientSecret: "s" },
    answer: { config, providers: {} },
    resolves: { config, providers: {} },
  }),
  own("configuration.deleteSocialProviderCredential", "config/social-providers/delete", {
    call: async ({ configuration }) =>
      await configuration.deleteSocialProviderCredential("github", "proj_1"),
    sends: { providerId: "github", projectId: "proj_1" },
    answer: { config, providers: {} },
    resolves: { config, providers: {} },
  }),
  own("configuration.getBrandingConfig", "config/branding/get", {
    call: async ({ configuration }) => await configuration.getBrandingConfig(),
    sends: {},
    answer: branding,
    resolves: branding,
  }),
  own("configuration.saveBrandingConfig", "config/branding/save", {
    call: async ({ configuration }) =>
      await configuration.saveBrandingConfig({ primaryColor: "#123456", projectId: "proj_1" }),
    sends: { primaryColor: "#123456", projectId: "proj_1" },
    answer: branding,
    resolves: branding,
  }),
  own("configuration.getAuthConfiguration", "config/auth-config/get", {
    call: async ({ configuration }) => await configuration.getAuthConfiguration("proj_1"),
    sends: { projectId: "proj_1" },
    answer: authConfig,
    resolves: authConfig,
  }),
  own("configuration.saveAuthConfiguration", "config/auth-config/save", {
    call: async ({ configuration }) =>
      await configuration.saveAuthConfiguration({ multipleRoles: true }),
    sends: { multipleRoles: true },
    answer: authConfig,
    resolves: authConfig,
  }),
  own("vault.encrypt", "vault/encrypt", {
    call: async ({ vault }) =>
      await vault.encrypt({
        name: "Token",
        data: "t0ken",
        context: { region: "eu" },
        organizationId: id,
        metadata: { at: TIME },
      }),
    sends: {
      name: "Token",
      data: "t0ken",
      context: { region: "eu" },
      organizationId: id,
      metadata: { at: TIME },
    },
    answer: { id: "vsec_1" },
    resolves: { id: "vsec_1" },
  }),
  own("vault.decrypt", "vault/decrypt", {
    call: async ({ vault }) =>
      await vault.decrypt({ secretId: "vsec_1", context: { region: "eu" } }),
    sends: { secretId: "vsec_1", context: { region: "eu" } },
    answer: { data: "t0ken" },
    resolves: { data: "t0ken" },
  }),
  own("vault.list", "vault/list", {
    call: async ({ vault }) => await vault.list({ organizationId: id, limit: 5 }),
    sends: { organizationId: id, limit: 5 },
    answer: page(secret),
    resolves: page(secretDates),
  }),
  own("vault.get", "vault/get", {
    call: async ({ vault }) => await vault.get("vsec_1"),
    sends: { id: "vsec_1" },
    answer: secret,
    resolves: secretDates,
  }),
  own("vault.update", "vault/update", {
    call: async ({ vault }) =>
      await vault.update({ secretId: "vsec_1", data: "next", versionCheck: 1 }),
    sends: { id: "vsec_1", data: "next", versionCheck: 1 },
    answer: { id: "vsec_1", version: 2 },
    resolves: { id: "vsec_1", version: 2 },
  }),
  own("vault.delete", "vault/delete", {
    call: async ({ vault }) => await vault.delete({ secretId: "vsec_1" }),
    sends: { id: "vsec_1" },
    answer: { status: "deleted" },
    resolves: { status: "deleted" },
  }),
  own("vault.rotateKey", "vault/rotate-key", {
    call: async ({ vault }) => await vault.rotateKey({ batchSize: 50 }),
    sends: { batchSize: 50 },
    answer: { status: "completed", rotated: 1, failed: 0, remaining: 0 },
    resolves: { status: "completed", rotated: 1, failed: 0, remaining: 0 },
  }),
  own("directories.listDirectories", "scim/list-providers", {
    call: async ({ directories }) =>
      await directories.listDirectories({ organizationId: id, limit: 2 }),
    sends: { organizationId: id, limit: 2 },
    answer: page(directory),
    resolves: page(directoryDates),
  }),
  own("directories.getDirectory", "scim/get-provider", {
    call: async ({ directories }) =>
      await directories.getDirectory("dir_1", { projectId: "proj_1" }),
    sends: { providerId: "dir_1", projectId: "proj_1" },
    answer: directory,
    resolves: directoryDates,
  }),
  own("directories.createDirectory", "scim/register", {
    call: async ({ directories }) =>
      await directories.createDirectory({ organizationId: id, name: "Okta", provider: "okta" }),
    sends: { organizationId: id, name: "Okta", provider: "okta" },
    answer: { ...directory, scimConfig },
    resolves: { ...directoryDates, scimConfig },
  }),
  own("directories.updateDirectory", "scim/update-provider", {
    call: async ({ directories }) =>
      await directories.updateDirectory("dir_1", { defaultRole: "admin" }),
    sends: { providerId: "dir_1", defaultRole: "admin" },
    answer: directory,
    resolves: directoryDates,
  }),
  own("directories.deleteDirectory", "scim/delete-provider", {
    call: async ({ directories }) =>
      await directories.deleteDirectory("dir_1", { users: "deprovision" }),
    sends: { providerId: "dir_1", users: "deprovision" },
    answer: ok,
    resolves: undefined,
  }),
  own("directories.rotateToken", "scim/rotate-token", {
    call: async ({ directories }) =>
      await directories.rotateToken("dir_1", { gracePeriodSeconds: 60 }),
    sends: { providerId: "dir_1", gracePeriodSeconds: 60 },
    answer: { ...directory, scimConfig, previousTokenExpiresAt: TIME },
    resolves: { ...directoryDates, scimConfig, previousTokenExpiresAt: new Date(TIME) },
  }),
  own("directories.listUsers", "scim/list-users", {
    call: async ({ directorySync }) =>
      await directorySync.listUsers({ directoryId: "dir_1", state: "active" }),
    sends: { providerId: "dir_1", state: "active" },
    answer: page(directoryUser),
    resolves: page(directoryUserDates),
  }),
  own("directories.listUsers of a group", "scim/list-users", {
    call: async ({ directories }) =>
      await directories.listUsers({ directoryId: "dir_1", directoryGroupId: "dirg_1" }),
    sends: { providerId: "dir_1", groupId: "dirg_1" },
    answer: page(directoryUser),
    resolves: page(directoryUserDates),
  }),
  own("directories.getUser", "scim/get-user", {
    call: async ({ directories }) => await directories.getUser("diru_1"),
    sends: { userId: "diru_1" },
    answer: directoryUser,
    resolves: directoryUserDates,
  }),
  own("directories.listGroups", "scim/list-groups", {
    call: async ({ directorySync }) =>
      await directorySync.listGroups({ directoryId: "dir_1", directoryUserId: "diru_1", limit: 2 }),
    sends: { providerId: "dir_1", userId: "diru_1", limit: 2 },
    answer: page(directoryGroup),
    resolves: page(directoryGroupDates),
  }),
  own("directories.getGroup", "scim/get-group", {
    call: async ({ directories }) => await directories.getGroup("dirg_1", { projectId: "proj_1" }),
    sends: { groupId: "dirg_1", projectId: "proj_1" },
    answer: directoryGroup,
    resolves: directoryGroupDates,
  }),
  own("sso.listConnections", "sso/list-providers", {
    call: async ({ sso }) =>
      await sso.listConnections({ organizationId: id, connectionType: "saml", limit: 2 }),
    sends: { organizationId: id, connectionType: "saml", limit: 2 },
    answer: page(connection),
    resolves: page(connectionDates),
  }),
  own("sso.getConnection", "sso/get-provider", {
    call: async ({ sso }) => await sso.getConnection("conn_1", { projectId: "proj_1" }),
    sends: { providerId: "conn_1", projectId: "proj_1" },
    answer: connection,
    resolves: connectionDates,
  }),
  own("sso.createConnection", "sso/register", {
    call: async ({ sso }) =>
      await sso.createConnection({
        ...{ organizationId: id, type: "saml", name: "Acme", domains: ["acme.example"] },
        samlConfig,
      }),
    sends: {
      ...{ organizationId: id, type: "saml", name: "Acme", domains: ["acme.example"] },
      samlConfig,
    },
    answer: connection,
    resolves: connectionDates,
  }),
  own("sso.updateConnection", "sso/update-provider", {
    call: async ({ sso }) =>
      await sso.updateConnection({ connectionId: "conn_1", oidcConfig: { clientSecret: "s" } }),
    sends: { providerId: "conn_1", oidcConfig: { clientSecret: "s" } },
    answer: connection,
    resolves: connectionDates,
  }),
  own("sso.deleteConnection", "sso/delete-provider", {
    call: async ({ sso }) => await sso.deleteConnection("conn_1"),
    sends: { providerId: "conn_1" },
    answer: ok,
    resolves: undefined,
  }),
  own("sso.unlinkProfile", "sso/unlink-profile", {
    call: async ({ sso }) => await sso.unlinkProfile({ connectionId: "conn_1", userId: "user_1" }),
    sends: { providerId: "conn_1", userId: "user_1" },
    answer: ok,
    resolves: undefined,
  }),
  own("sso.activateConnection", "sso/update-provider", {
    call: async ({ sso }) => await sso.activateConnection("conn_1", { projectId: "proj_1" }),
    sends: { providerId: "conn_1", active: true, projectId: "proj_1" },
    answer: connection,
    resolves: connectionDates,
  }),
  own("sso.deactivateConnection", "sso/update-provider", {
    call: async ({ sso }) => await sso.deactivateConnection("conn_1"),
    sends: { providerId: "conn_1", active: false },
    answer: connection,
    resolves: connectionDates,
  }),
  {
    ...own("sso.getAuthorizationUrl", "", {
      call: async ({ sso }) =>
        await sso.getAuthorizationUrl({
          ...{ connectionId: "conn_1", provider: "https://idp.example", domainHint: "a.example" },
          ...{ redirectUri: "https://app.example/sso", state: "s", loginHint: "ada@a.example" },
        }),
      sends: {
        ...{ providerId: "conn_1", issuer: "https://idp.example", domain: "a.example" },
        ...{ callbackURL: "https://app.example/sso", state: "s", loginHint: "ada@a.example" },
      },
      answer: { url: "https://auth.example/start" },
      resolves: { url: "https://auth.example/start" },
    }),
    path: "/api/auth/sign-in/sso",
  },
  own("sso.getProfileAndToken", "sso/token", {
    call: async ({ sso }) => await sso.getProfileAndToken({ code: "ssoc_1" }),
    sends: { code: "ssoc_1" },
    answer: { profile: ssoProfile, accessToken: "a.b.c" },
    resolves: { profile: ssoProfileDates, accessToken: "a.b.c" },
  }),
];
