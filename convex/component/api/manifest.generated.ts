/* Generated from contract.ts by `npm run generate`. Do not edit. */

/** What routing and the client need of an operation at run time. */
export interface ManifestEntry {
  readonly path: string;
  /** Absent: POST. */
  readonly method?: "GET";
  readonly kind: "query" | "mutation";
  /**
   * Where the answer holds times that the client turns into `Date`s: dotted paths, `[]` for
   * each item of an array. Absent: nowhere.
   */
  readonly dates?: readonly string[];
  /**
   * The client's positional parameters, by the client's names; `?` marks an optional one. Absent:
   * the input is one object.
   */
  readonly parameters?: readonly string[];
  /** The client's names of input fields → the wire's. */
  readonly names?: Readonly<Record<string, string>>;
  /** Input fields, by the wire's names, that the client converts. */
  readonly encodings?: Readonly<Record<string, "epoch" | "iso" | "json">>;
  /** The field of the answer that the client resolves to; null: nothing. */
  readonly returns?: string | null;
  /** A read that needs no credential: its input's `clientId` names the project. */
  readonly public?: true;
  /** A session may call it. */
  readonly session?: true;
  /** A write that may be repeated without an idempotency key. */
  readonly repeatable?: true;
}

// Lists of times that several operations share: the client ships this file.
const times1 = ["data[].banExpires","data[].createdAt","data[].updatedAt","users[].banExpires","users[].createdAt","users[].updatedAt"] as const;
const times2 = ["banExpires","createdAt","updatedAt"] as const;
const times3 = ["user.banExpires","user.createdAt","user.updatedAt"] as const;
const times4 = ["data[].expiresAt","data[].createdAt","data[].updatedAt","sessions[].expiresAt","sessions[].createdAt","sessions[].updatedAt"] as const;
const times5 = ["session.expiresAt","session.createdAt","session.updatedAt","user.banExpires","user.createdAt","user.updatedAt"] as const;
const times6 = ["data[].createdAt","data[].updatedAt"] as const;
const times7 = ["createdAt","updatedAt","members[].createdAt","members[].updatedAt","invitations[].expiresAt","invitations[].createdAt"] as const;
const times8 = ["createdAt","updatedAt"] as const;
const times9 = ["member.createdAt","member.updatedAt"] as const;
const times10 = ["expiresAt","createdAt"] as const;
const times11 = ["data[].expiresAt","data[].createdAt"] as const;
const times12 = ["invitation.expiresAt","invitation.createdAt","member.createdAt","member.updatedAt"] as const;
const times13 = ["invitation.expiresAt","invitation.createdAt"] as const;
const times14 = ["expiresAt","lastUsedAt","createdAt"] as const;
const times15 = ["[].expiresAt","[].lastUsedAt","[].createdAt"] as const;
const times16 = ["data[].expiresAt","data[].lastUsedAt","data[].createdAt"] as const;
const times17 = ["expiresAt","lastUsedAt","createdAt","replaced.expiresAt"] as const;
const times18 = ["apiKey.expiresAt","apiKey.lastUsedAt","apiKey.createdAt"] as const;
const times19 = ["limits[].windowStart","limits[].resetAt"] as const;
const times20 = ["apiKeys[].expiresAt","apiKeys[].lastUsedAt","apiKeys[].createdAt"] as const;
const times21 = ["data[].secrets[].createdAt","data[].secrets[].expiresAt","data[].createdAt","data[].updatedAt"] as const;
const times22 = ["secrets[].createdAt","secrets[].expiresAt","createdAt","updatedAt"] as const;
const times23 = ["createdAt","settledAt"] as const;
const times24 = ["provider.updatedAt"] as const;
const times25 = ["data[].occurredAt","data[].createdAt"] as const;
const times26 = ["occurredAt","createdAt"] as const;
const times27 = ["data[].lastDeliveryAt","data[].pausedUntil","data[].createdAt","data[].updatedAt","endpoints[].lastDeliveryAt","endpoints[].pausedUntil","endpoints[].createdAt","endpoints[].updatedAt"] as const;
const times28 = ["lastDeliveryAt","pausedUntil","createdAt","updatedAt"] as const;
const times29 = ["attempts[].at","nextAttemptAt","createdAt","settledAt"] as const;
const times30 = ["data[].attempts[].at","data[].nextAttemptAt","data[].createdAt","data[].settledAt"] as const;
const times31 = ["since","until"] as const;
const times32 = ["data[].samlConfig.idpCertificateExpiresAt","data[].testedAt","data[].lastSignInAt","data[].createdAt","data[].updatedAt"] as const;
const times33 = ["samlConfig.idpCertificateExpiresAt","testedAt","lastSignInAt","createdAt","updatedAt"] as const;
const times34 = ["profile.lastLoginAt","profile.createdAt"] as const;
const times35 = ["data[].lastSyncAt","data[].lastFailure.at","data[].createdAt","data[].updatedAt"] as const;
const times36 = ["lastSyncAt","lastFailure.at","createdAt","updatedAt"] as const;
const times37 = ["lastSyncAt","lastFailure.at","createdAt","updatedAt","previousTokenExpiresAt"] as const;
const times38 = ["verifiedAt","expiresAt","lastCheckedAt","createdAt","updatedAt"] as const;
const times39 = ["data[].verifiedAt","data[].expiresAt","data[].lastCheckedAt","data[].createdAt","data[].updatedAt"] as const;

export const manifest = {
  users: {
    listUsers: {"path":"/api/auth/admin/list-users","kind":"query",dates:times1},
    getUser: {"path":"/api/auth/admin/get-user","kind":"query","parameters":["userId"],dates:times2},
    createUser: {"path":"/api/auth/admin/create-user","kind":"mutation","returns":"user",dates:times3},
    updateUser: {"path":"/api/auth/admin/update-user","kind":"mutation",dates:times2},
    deleteUser: {"path":"/api/auth/admin/remove-user","kind":"mutation","parameters":["userId"],"returns":null},
    banUser: {"path":"/api/auth/admin/ban-user","kind":"mutation","names":{"reason":"banReason","expiresAt":"banExpires"},"encodings":{"banExpires":"epoch"},"returns":"user",dates:times3},
    unbanUser: {"path":"/api/auth/admin/unban-user","kind":"mutation","parameters":["userId"],"returns":"user",dates:times3},
    setRole: {"path":"/api/auth/admin/set-role","kind":"mutation","parameters":["userId","role"],"returns":"user",dates:times3},
    hasPermission: {"path":"/api/auth/admin/has-permission","kind":"query","returns":"success"},
    listUserSessions: {"path":"/api/auth/admin/list-user-sessions","kind":"query","parameters":["userId"],dates:times4},
    revokeSession: {"path":"/api/auth/admin/revoke-user-session","kind":"mutation","parameters":["sessionId"],"returns":null},
    revokeAllSessions: {"path":"/api/auth/admin/revoke-user-sessions","kind":"mutation","parameters":["userId"],"returns":null,"repeatable":true},
    impersonateUser: {"path":"/api/auth/admin/impersonate-user","kind":"mutation","parameters":["userId"],dates:times5},
    stopImpersonating: {"path":"/api/auth/admin/stop-impersonating","kind":"mutation","session":true,dates:times5},
    setUserPassword: {"path":"/api/auth/admin/set-user-password","kind":"mutation","parameters":["userId","newPassword"],"returns":"status"},
  },
  organizations: {
    listOrganizations: {"path":"/api/auth/organization/list","kind":"query","session":true,dates:times6},
    getOrganization: {"path":"/api/auth/organization/get-full-organization","kind":"query","parameters":["organizationId?"],"session":true,dates:times7},
    createOrganization: {"path":"/api/auth/organization/create","kind":"mutation","session":true,dates:times8},
    updateOrganization: {"path":"/api/auth/organization/update","kind":"mutation","session":true,dates:times8},
    deleteOrganization: {"path":"/api/auth/organization/delete","kind":"mutation","parameters":["organizationId"],"returns":null,"session":true,dates:times8},
    listMembers: {"path":"/api/auth/organization/list-members","kind":"query","session":true,dates:times6},
    getMember: {"path":"/api/auth/organization/get-member","kind":"query","session":true,dates:times8},
    addMember: {"path":"/api/auth/organization/add-member","kind":"mutation","session":true,dates:times8},
    removeMember: {"path":"/api/auth/organization/remove-member","kind":"mutation","returns":null,"session":true,dates:times9},
    updateMemberRole: {"path":"/api/auth/organization/update-member-role","kind":"mutation","session":true,dates:times8},
    sendInvitation: {"path":"/api/auth/organization/invite-member","kind":"mutation","session":true,dates:times10},
    revokeInvitation: {"path":"/api/auth/organization/cancel-invitation","kind":"mutation","parameters":["invitationId"],"returns":null,"session":true,dates:times10},
    listInvitations: {"path":"/api/auth/organization/list-invitations","kind":"query","session":true,dates:times11},
    createTeam: {"path":"/api/auth/organization/create-team","kind":"mutation","session":true,dates:times8},
    updateTeam: {"path":"/api/auth/organization/update-team","kind":"mutation","session":true,dates:times8},
    removeTeam: {"path":"/api/auth/organization/remove-team","kind":"mutation","parameters":["teamId"],"returns":null,"session":true},
    listTeams: {"path":"/api/auth/organization/list-teams","kind":"query","session":true,dates:times6},
    addTeamMember: {"path":"/api/auth/organization/add-team-member","kind":"mutation","session":true,dates:times8},
    removeTeamMember: {"path":"/api/auth/organization/remove-team-member","kind":"mutation","session":true,dates:times8},
    checkSlug: {"path":"/api/auth/organization/check-slug","kind":"query","parameters":["slug"],"returns":"status","session":true},
    setActiveOrganization: {"path":"/api/auth/organization/set-active","kind":"mutation","repeatable":true,"session":true,dates:times8},
    getActiveMember: {"path":"/api/auth/organization/get-active-member","kind":"query","parameters":[],"session":true,dates:times8},
    leaveOrganization: {"path":"/api/auth/organization/leave","kind":"mutation","parameters":["organizationId?"],"session":true,dates:times8},
    getInvitation: {"path":"/api/auth/organization/get-invitation","kind":"query","parameters":["invitationId"],"session":true,dates:times10},
    listUserInvitations: {"path":"/api/auth/organization/list-user-invitations","kind":"query","session":true,dates:times11},
    acceptInvitation: {"path":"/api/auth/organization/accept-invitation","kind":"mutation","parameters":["invitationId?"],"session":true,dates:times12},
    rejectInvitation: {"path":"/api/auth/organization/reject-invitation","kind":"mutation","parameters":["invitationId?"],"session":true,dates:times13},
  },
  rbac: {
    listRoles: {"path":"/api/auth/banata/config/roles/list","kind":"query","parameters":[],"returns":"roles"},
    createRole: {"path":"/api/auth/banata/config/roles/create","kind":"mutation","returns":"role"},
    updateRole: {"path":"/api/auth/banata/config/roles/update","kind":"mutation","returns":"role"},
    deleteRole: {"path":"/api/auth/banata/config/roles/delete","kind":"mutation","parameters":["id"],"returns":null},
    listPermissions: {"path":"/api/auth/banata/config/permissions/list","kind":"query","parameters":[],"returns":"permissions"},
    createPermission: {"path":"/api/auth/banata/config/permissions/create","kind":"mutation","returns":"permission"},
    updatePermission: {"path":"/api/auth/banata/config/permissions/update","kind":"mutation","returns":"permission"},
    deletePermission: {"path":"/api/auth/banata/config/permissions/delete","kind":"mutation","parameters":["id"],"returns":null},
    checkPermission: {"path":"/api/auth/banata/rbac/check-permission","kind":"query","session":true},
    checkPermissions: {"path":"/api/auth/banata/rbac/check-permissions","kind":"query","session":true},
    getMyPermissions: {"path":"/api/auth/banata/rbac/my-permissions","kind":"query","parameters":["projectId?"],"returns":"permissions","session":true},
  },
  apiKeys: {
    createKey: {"path":"/api/auth/api-key/create","kind":"mutation","encodings":{"expiresAt":"iso"},dates:times14},
    listKeys: {"path":"/api/auth/api-key/list","method":"GET","kind":"query","parameters":[],dates:times15},
    listKeyPages: {"path":"/api/auth/api-key/list","kind":"query",dates:times16},
    getKey: {"path":"/api/auth/api-key/get","kind":"query","parameters":["keyId"],dates:times14},
    updateKey: {"path":"/api/auth/api-key/update","kind":"mutation","encodings":{"expiresAt":"iso"},dates:times14},
    deleteKey: {"path":"/api/auth/api-key/delete","kind":"mutation","returns":null},
    rotateKey: {"path":"/api/auth/api-key/rotate","kind":"mutation","parameters":["keyId"],dates:times17},
    verifyKey: {"path":"/api/auth/api-key/verify","kind":"mutation","repeatable":true,dates:times18},
    getUsage: {"path":"/api/auth/api-key/usage","kind":"query","parameters":["keyId"],dates:times19},
    listUnusedKeys: {"path":"/api/auth/api-key/unused","kind":"query","returns":"apiKeys",dates:times20},
    getLimits: {"path":"/api/auth/api-key/limits","kind":"query"},
    setLimits: {"path":"/api/auth/api-key/limits/set","kind":"mutation"},
  },
  projects: {
    listProjects: {"path":"/api/auth/banata/projects/list","kind":"query","parameters":[],"returns":"projects"},
    getProject: {"path":"/api/auth/banata/projects/get","kind":"query","parameters":["id"],"returns":"project"},
    getCurrentProject: {"path":"/api/auth/banata/projects/current","kind":"query","parameters":[],"returns":"project"},
    getReadiness: {"path":"/api/auth/banata/projects/readiness","kind":"query","parameters":["id?"],"returns":"checks"},
    createProject: {"path":"/api/auth/banata/projects/create","kind":"mutation"},
    updateProject: {"path":"/api/auth/banata/projects/update","kind":"mutation","parameters":["id"]},
    deleteProject: {"path":"/api/auth/banata/projects/delete","kind":"mutation","parameters":["id"]},
    rotateSigningKeys: {"path":"/api/auth/banata/projects/rotate-signing-keys","kind":"mutation"},
    ensureDefaultProject: {"path":"/api/auth/banata/projects/ensure-default","kind":"mutation","parameters":[],"repeatable":true},
  },
  authClients: {
    listClients: {"path":"/api/auth/banata/clients/list","kind":"query",dates:times21},
    getClient: {"path":"/api/auth/banata/clients/get","kind":"query","parameters":["clientId"],dates:times22},
    createClient: {"path":"/api/auth/banata/clients/create","kind":"mutation",dates:times22},
    updateClient: {"path":"/api/auth/banata/clients/update","kind":"mutation",dates:times22},
    deleteClient: {"path":"/api/auth/banata/clients/delete","kind":"mutation","parameters":["clientId"],"returns":null},
    rotateClientSecret: {"path":"/api/auth/banata/clients/rotate-secret","kind":"mutation","parameters":["clientId"],dates:times22},
  },
  configuration: {
    getDashboardConfig: {"path":"/api/auth/banata/config/dashboard","kind":"query","parameters":["projectId?"]},
    saveDashboardConfig: {"path":"/api/auth/banata/config/dashboard/save","kind":"mutation"},
    getSocialProviderCredentials: {"path":"/api/auth/banata/config/social-providers/get","kind":"query","parameters":["projectId?"],"returns":"providers"},
    saveSocialProviderCredential: {"path":"/api/auth/banata/config/social-providers/save","kind":"mutation"},
    deleteSocialProviderCredential: {"path":"/api/auth/banata/config/social-providers/delete","kind":"mutation","parameters":["providerId","projectId?"]},
    getBrandingConfig: {"path":"/api/auth/banata/config/branding/get","kind":"query","parameters":["projectId?"]},
    saveBrandingConfig: {"path":"/api/auth/banata/config/branding/save","kind":"mutation"},
    getAuthConfiguration: {"path":"/api/auth/banata/config/auth-config/get","kind":"query","parameters":["projectId?"]},
    saveAuthConfiguration: {"path":"/api/auth/banata/config/auth-config/save","kind":"mutation"},
    getPublicConfig: {"path":"/api/auth/banata/config/public","kind":"query","parameters":["clientId"],"public":true},
  },
  emails: {
    send: {"path":"/api/auth/banata/emails/send","kind":"mutation"},
    getMessage: {"path":"/api/auth/banata/emails/messages/get","kind":"query","parameters":["messageId"],dates:times23},
    preview: {"path":"/api/auth/banata/emails/preview","kind":"query","parameters":["template","data?"]},
    sendTest: {"path":"/api/auth/banata/test-email","kind":"mutation","parameters":["to","template?"]},
    listTemplates: {"path":"/api/auth/banata/emails/templates/list","kind":"query","parameters":["category?"],"returns":"templates"},
    getTemplate: {"path":"/api/auth/banata/emails/templates/get","kind":"query","parameters":["idOrSlug"],"returns":"template"},
    createTemplate: {"path":"/api/auth/banata/emails/templates/create","kind":"mutation","returns":"template"},
    updateTemplate: {"path":"/api/auth/banata/emails/templates/update","kind":"mutation","parameters":["id"],"returns":"template"},
    deleteTemplate: {"path":"/api/auth/banata/emails/templates/delete","kind":"mutation","parameters":["id"],"returns":null},
    getProvider: {"path":"/api/auth/banata/emails/provider/get","kind":"query","parameters":[],"returns":"provider",dates:times24},
    saveProvider: {"path":"/api/auth/banata/emails/provider/save","kind":"mutation","returns":"provider",dates:times24},
  },
  events: {
    listEvents: {"path":"/api/auth/banata/events/list","kind":"query","encodings":{"rangeStart":"epoch","rangeEnd":"epoch"}},
  },
  auditLogs: {
    listEvents: {"path":"/api/auth/banata/audit-logs/list","kind":"query","encodings":{"rangeStart":"epoch","rangeEnd":"epoch"},dates:times25},
    createEvent: {"path":"/api/auth/banata/audit-logs/create","kind":"mutation","encodings":{"targets":"json","changes":"json","metadata":"json","occurredAt":"epoch"},dates:times26},
    exportEvents: {"path":"/api/auth/banata/audit-logs/export","kind":"query","encodings":{"startDate":"epoch","endDate":"epoch"},dates:times25},
    getRetention: {"path":"/api/auth/banata/audit-logs/retention/get","kind":"query","parameters":[]},
    saveRetention: {"path":"/api/auth/banata/audit-logs/retention/save","kind":"mutation"},
  },
  webhooks: {
    listEndpoints: {"path":"/api/auth/banata/webhooks/list","kind":"query",dates:times27},
    createEndpoint: {"path":"/api/auth/banata/webhooks/create","kind":"mutation",dates:times28},
    updateEndpoint: {"path":"/api/auth/banata/webhooks/update","kind":"mutation","names":{"endpointId":"id"},dates:times28},
    deleteEndpoint: {"path":"/api/auth/banata/webhooks/delete","kind":"mutation","parameters":["endpointId"],"names":{"endpointId":"id"},"returns":null},
    rotateSecret: {"path":"/api/auth/banata/webhooks/rotate-secret","kind":"mutation","parameters":["endpointId"],"names":{"endpointId":"id"},dates:times28},
    sendTest: {"path":"/api/auth/banata/webhooks/send-test","kind":"mutation","parameters":["endpointId"],"names":{"endpointId":"id"},"repeatable":true,dates:times29},
    listDeliveries: {"path":"/api/auth/banata/webhooks/deliveries","kind":"query","parameters":["endpointId"],"names":{"endpointId":"id"},dates:times30},
    redeliver: {"path":"/api/auth/banata/webhooks/redeliver","kind":"mutation","parameters":["deliveryId"],"repeatable":true,dates:times29},
    replay: {"path":"/api/auth/banata/webhooks/replay","kind":"mutation","parameters":["endpointId"],"names":{"endpointId":"id"},"encodings":{"since":"iso"},dates:times31},
  },
  sso: {
    listConnections: {"path":"/api/auth/banata/sso/list-providers","kind":"query","session":true,dates:times32},
    getConnection: {"path":"/api/auth/banata/sso/get-provider","kind":"query","parameters":["connectionId"],"names":{"connectionId":"providerId"},"session":true,dates:times33},
    createConnection: {"path":"/api/auth/banata/sso/register","kind":"mutation","session":true,dates:times33},
    updateConnection: {"path":"/api/auth/banata/sso/update-provider","kind":"mutation","names":{"connectionId":"providerId"},"session":true,dates:times33},
    deleteConnection: {"path":"/api/auth/banata/sso/delete-provider","kind":"mutation","parameters":["connectionId"],"names":{"connectionId":"providerId"},"returns":null,"session":true},
    getAuthorizationUrl: {"path":"/api/auth/sign-in/sso","kind":"mutation","names":{"connectionId":"providerId","redirectUri":"callbackURL","provider":"issuer","domainHint":"domain"},"repeatable":true},
    getProfileAndToken: {"path":"/api/auth/banata/sso/token","kind":"mutation","repeatable":true,dates:times34},
    testConnection: {"path":"/api/auth/banata/sso/test","kind":"mutation","parameters":["connectionId"],"names":{"connectionId":"providerId"},"repeatable":true,"session":true},
  },
  directories: {
    listDirectories: {"path":"/api/auth/banata/scim/list-providers","kind":"query","session":true,dates:times35},
    getDirectory: {"path":"/api/auth/banata/scim/get-provider","kind":"query","parameters":["directoryId"],"names":{"directoryId":"providerId"},"session":true,dates:times36},
    createDirectory: {"path":"/api/auth/banata/scim/register","kind":"mutation","session":true,dates:times36},
    updateDirectory: {"path":"/api/auth/banata/scim/update-provider","kind":"mutation","parameters":["directoryId"],"names":{"directoryId":"providerId"},"session":true,dates:times36},
    deleteDirectory: {"path":"/api/auth/banata/scim/delete-provider","kind":"mutation","parameters":["directoryId"],"names":{"directoryId":"providerId"},"returns":null,"session":true},
    rotateToken: {"path":"/api/auth/banata/scim/rotate-token","kind":"mutation","parameters":["directoryId"],"names":{"directoryId":"providerId"},"session":true,dates:times37},
    listUsers: {"path":"/api/auth/banata/scim/list-users","kind":"query","names":{"directoryId":"providerId"},"session":true,dates:times6},
    getUser: {"path":"/api/auth/banata/scim/get-user","kind":"query","parameters":["directoryUserId"],"names":{"directoryUserId":"userId"},"session":true,dates:times8},
  },
  domains: {
    createVerification: {"path":"/api/auth/banata/domains/create","kind":"mutation",dates:times38},
    getVerification: {"path":"/api/auth/banata/domains/get","kind":"query","parameters":["id"],dates:times38},
    verify: {"path":"/api/auth/banata/domains/verify","kind":"mutation","parameters":["id"],"repeatable":true,dates:times38},
    list: {"path":"/api/auth/banata/domains/list","kind":"query",dates:times39},
    deleteVerification: {"path":"/api/auth/banata/domains/delete","kind":"mutation","parameters":["id"],"returns":null},
  },
  vault: {
    encrypt: {"path":"/api/auth/banata/vault/encrypt","kind":"mutation"},
    decrypt: {"path":"/api/auth/banata/vault/decrypt","kind":"mutation","repeatable":true},
    list: {"path":"/api/auth/banata/vault/list","kind":"query",dates:times6},
    get: {"path":"/api/auth/banata/vault/get","kind":"query","parameters":["secretId"],"names":{"secretId":"id"},dates:times8},
    update: {"path":"/api/auth/banata/vault/update","kind":"mutation","names":{"secretId":"id"}},
    delete: {"path":"/api/auth/banata/vault/delete","kind":"mutation","names":{"secretId":"id"}},
    rotateKey: {"path":"/api/auth/banata/vault/rotate-key","kind":"mutation","repeatable":true},
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>>;
