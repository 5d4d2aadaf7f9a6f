/* Generated from contract.ts by `npm run generate`. Do not edit. */

/** What routing and the client need of an operation at run time. */
export interface ManifestEntry {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly kind: "query" | "mutation";
  /**
   * Where the answer holds times that the client turns into `Date`s: dotted paths, `[]` for
   * each item of an array.
   */
  readonly dates: readonly string[];
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

export const manifest = {
  users: {
    listUsers: {"path":"/api/auth/admin/list-users","method":"POST","kind":"query","dates":["data[].banExpires","data[].createdAt","data[].updatedAt","users[].banExpires","users[].createdAt","users[].updatedAt"]},
    getUser: {"path":"/api/auth/admin/get-user","method":"POST","kind":"query","dates":["banExpires","createdAt","updatedAt"],"parameters":["userId"]},
    createUser: {"path":"/api/auth/admin/create-user","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"],"returns":"user"},
    updateUser: {"path":"/api/auth/admin/update-user","method":"POST","kind":"mutation","dates":["banExpires","createdAt","updatedAt"]},
    deleteUser: {"path":"/api/auth/admin/remove-user","method":"POST","kind":"mutation","dates":[],"parameters":["userId"],"returns":null},
    banUser: {"path":"/api/auth/admin/ban-user","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"],"names":{"reason":"banReason","expiresAt":"banExpires"},"encodings":{"banExpires":"epoch"},"returns":"user"},
    unbanUser: {"path":"/api/auth/admin/unban-user","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"],"parameters":["userId"],"returns":"user"},
    setRole: {"path":"/api/auth/admin/set-role","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"],"parameters":["userId","role"],"returns":"user"},
    hasPermission: {"path":"/api/auth/admin/has-permission","method":"POST","kind":"query","dates":[],"returns":"success"},
    listUserSessions: {"path":"/api/auth/admin/list-user-sessions","method":"POST","kind":"query","dates":["data[].expiresAt","data[].createdAt","data[].updatedAt","sessions[].expiresAt","sessions[].createdAt","sessions[].updatedAt"],"parameters":["userId"]},
    revokeSession: {"path":"/api/auth/admin/revoke-user-session","method":"POST","kind":"mutation","dates":[],"parameters":["sessionId"],"returns":null},
    revokeAllSessions: {"path":"/api/auth/admin/revoke-user-sessions","method":"POST","kind":"mutation","dates":[],"parameters":["userId"],"returns":null,"repeatable":true},
    impersonateUser: {"path":"/api/auth/admin/impersonate-user","method":"POST","kind":"mutation","dates":["session.expiresAt","session.createdAt","session.updatedAt","user.banExpires","user.createdAt","user.updatedAt"],"parameters":["userId"]},
    stopImpersonating: {"path":"/api/auth/admin/stop-impersonating","method":"POST","kind":"mutation","dates":["session.expiresAt","session.createdAt","session.updatedAt","user.banExpires","user.createdAt","user.updatedAt"],"session":true},
    setUserPassword: {"path":"/api/auth/admin/set-user-password","method":"POST","kind":"mutation","dates":[],"parameters":["userId","newPassword"],"returns":"status"},
  },
  organizations: {
    listOrganizations: {"path":"/api/auth/organization/list","method":"POST","kind":"query","dates":["data[].createdAt","data[].updatedAt"],"session":true},
    getOrganization: {"path":"/api/auth/organization/get-full-organization","method":"POST","kind":"query","dates":["createdAt","updatedAt","members[].createdAt","members[].updatedAt","invitations[].expiresAt","invitations[].createdAt"],"parameters":["organizationId?"],"session":true},
    createOrganization: {"path":"/api/auth/organization/create","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    updateOrganization: {"path":"/api/auth/organization/update","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    deleteOrganization: {"path":"/api/auth/organization/delete","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"parameters":["organizationId"],"returns":null,"session":true},
    listMembers: {"path":"/api/auth/organization/list-members","method":"POST","kind":"query","dates":["data[].createdAt","data[].updatedAt"],"session":true},
    getMember: {"path":"/api/auth/organization/get-member","method":"POST","kind":"query","dates":["createdAt","updatedAt"],"session":true},
    addMember: {"path":"/api/auth/organization/add-member","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    removeMember: {"path":"/api/auth/organization/remove-member","method":"POST","kind":"mutation","dates":["member.createdAt","member.updatedAt"],"returns":null,"session":true},
    updateMemberRole: {"path":"/api/auth/organization/update-member-role","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    sendInvitation: {"path":"/api/auth/organization/invite-member","method":"POST","kind":"mutation","dates":["expiresAt","createdAt"],"session":true},
    revokeInvitation: {"path":"/api/auth/organization/cancel-invitation","method":"POST","kind":"mutation","dates":["expiresAt","createdAt"],"parameters":["invitationId"],"returns":null,"session":true},
    listInvitations: {"path":"/api/auth/organization/list-invitations","method":"POST","kind":"query","dates":["data[].expiresAt","data[].createdAt"],"session":true},
    createTeam: {"path":"/api/auth/organization/create-team","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    updateTeam: {"path":"/api/auth/organization/update-team","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    removeTeam: {"path":"/api/auth/organization/remove-team","method":"POST","kind":"mutation","dates":[],"parameters":["teamId"],"returns":null,"session":true},
    listTeams: {"path":"/api/auth/organization/list-teams","method":"POST","kind":"query","dates":["data[].createdAt","data[].updatedAt"],"session":true},
    addTeamMember: {"path":"/api/auth/organization/add-team-member","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    removeTeamMember: {"path":"/api/auth/organization/remove-team-member","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"session":true},
    checkSlug: {"path":"/api/auth/organization/check-slug","method":"POST","kind":"query","dates":[],"parameters":["slug"],"returns":"status","session":true},
    setActiveOrganization: {"path":"/api/auth/organization/set-active","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"repeatable":true,"session":true},
    getActiveMember: {"path":"/api/auth/organization/get-active-member","method":"POST","kind":"query","dates":["createdAt","updatedAt"],"parameters":[],"session":true},
    leaveOrganization: {"path":"/api/auth/organization/leave","method":"POST","kind":"mutation","dates":["createdAt","updatedAt"],"parameters":["organizationId?"],"session":true},
    getInvitation: {"path":"/api/auth/organization/get-invitation","method":"POST","kind":"query","dates":["expiresAt","createdAt"],"parameters":["invitationId"],"session":true},
    listUserInvitations: {"path":"/api/auth/organization/list-user-invitations","method":"POST","kind":"query","dates":["data[].expiresAt","data[].createdAt"],"session":true},
    acceptInvitation: {"path":"/api/auth/organization/accept-invitation","method":"POST","kind":"mutation","dates":["invitation.expiresAt","invitation.createdAt","member.createdAt","member.updatedAt"],"parameters":["invitationId?"],"session":true},
    rejectInvitation: {"path":"/api/auth/organization/reject-invitation","method":"POST","kind":"mutation","dates":["invitation.expiresAt","invitation.createdAt"],"parameters":["invitationId?"],"session":true},
  },
  rbac: {
    listRoles: {"path":"/api/auth/banata/config/roles/list","method":"POST","kind":"query","dates":[],"parameters":[],"returns":"roles"},
    createRole: {"path":"/api/auth/banata/config/roles/create","method":"POST","kind":"mutation","dates":[],"returns":"role"},
    updateRole: {"path":"/api/auth/banata/config/roles/update","method":"POST","kind":"mutation","dates":[],"returns":"role"},
    deleteRole: {"path":"/api/auth/banata/config/roles/delete","method":"POST","kind":"mutation","dates":[],"parameters":["id"],"returns":null},
    listPermissions: {"path":"/api/auth/banata/config/permissions/list","method":"POST","kind":"query","dates":[],"parameters":[],"returns":"permissions"},
    createPermission: {"path":"/api/auth/banata/config/permissions/create","method":"POST","kind":"mutation","dates":[],"returns":"permission"},
    updatePermission: {"path":"/api/auth/banata/config/permissions/update","method":"POST","kind":"mutation","dates":[],"returns":"permission"},
    deletePermission: {"path":"/api/auth/banata/config/permissions/delete","method":"POST","kind":"mutation","dates":[],"parameters":["id"],"returns":null},
    checkPermission: {"path":"/api/auth/banata/rbac/check-permission","method":"POST","kind":"query","dates":[],"session":true},
    checkPermissions: {"path":"/api/auth/banata/rbac/check-permissions","method":"POST","kind":"query","dates":[],"session":true},
    getMyPermissions: {"path":"/api/auth/banata/rbac/my-permissions","method":"POST","kind":"query","dates":[],"parameters":["projectId?"],"returns":"permissions","session":true},
  },
  apiKeys: {
    createKey: {"path":"/api/auth/api-key/create","method":"POST","kind":"mutation","dates":["expiresAt","lastUsedAt","createdAt"],"encodings":{"expiresAt":"iso"}},
    listKeys: {"path":"/api/auth/api-key/list","method":"GET","kind":"query","dates":["[].expiresAt","[].lastUsedAt","[].createdAt"],"parameters":[]},
    listKeyPages: {"path":"/api/auth/api-key/list","method":"POST","kind":"query","dates":["data[].expiresAt","data[].lastUsedAt","data[].createdAt"]},
    getKey: {"path":"/api/auth/api-key/get","method":"POST","kind":"query","dates":["expiresAt","lastUsedAt","createdAt"],"parameters":["keyId"]},
    updateKey: {"path":"/api/auth/api-key/update","method":"POST","kind":"mutation","dates":["expiresAt","lastUsedAt","createdAt"],"encodings":{"expiresAt":"iso"}},
    deleteKey: {"path":"/api/auth/api-key/delete","method":"POST","kind":"mutation","dates":[],"returns":null},
    rotateKey: {"path":"/api/auth/api-key/rotate","method":"POST","kind":"mutation","dates":["expiresAt","lastUsedAt","createdAt","replaced.expiresAt"],"parameters":["keyId"]},
    verifyKey: {"path":"/api/auth/api-key/verify","method":"POST","kind":"mutation","dates":["apiKey.expiresAt","apiKey.lastUsedAt","apiKey.createdAt"],"repeatable":true},
    getUsage: {"path":"/api/auth/api-key/usage","method":"POST","kind":"query","dates":["limits[].windowStart","limits[].resetAt"],"parameters":["keyId"]},
    listUnusedKeys: {"path":"/api/auth/api-key/unused","method":"POST","kind":"query","dates":["apiKeys[].expiresAt","apiKeys[].lastUsedAt","apiKeys[].createdAt"],"returns":"apiKeys"},
    getLimits: {"path":"/api/auth/api-key/limits","method":"POST","kind":"query","dates":[]},
    setLimits: {"path":"/api/auth/api-key/limits/set","method":"POST","kind":"mutation","dates":[]},
  },
  projects: {
    listProjects: {"path":"/api/auth/banata/projects/list","method":"POST","kind":"query","dates":[],"parameters":[],"returns":"projects"},
    getProject: {"path":"/api/auth/banata/projects/get","method":"POST","kind":"query","dates":[],"parameters":["id"],"returns":"project"},
    getCurrentProject: {"path":"/api/auth/banata/projects/current","method":"POST","kind":"query","dates":[],"parameters":[],"returns":"project"},
    createProject: {"path":"/api/auth/banata/projects/create","method":"POST","kind":"mutation","dates":[]},
    updateProject: {"path":"/api/auth/banata/projects/update","method":"POST","kind":"mutation","dates":[],"parameters":["id"]},
    deleteProject: {"path":"/api/auth/banata/projects/delete","method":"POST","kind":"mutation","dates":[],"parameters":["id"]},
    rotateSigningKeys: {"path":"/api/auth/banata/projects/rotate-signing-keys","method":"POST","kind":"mutation","dates":[]},
    ensureDefaultProject: {"path":"/api/auth/banata/projects/ensure-default","method":"POST","kind":"mutation","dates":[],"parameters":[],"repeatable":true},
  },
  authClients: {
    listClients: {"path":"/api/auth/banata/clients/list","method":"POST","kind":"query","dates":["data[].secrets[].createdAt","data[].secrets[].expiresAt","data[].createdAt","data[].updatedAt"]},
    getClient: {"path":"/api/auth/banata/clients/get","method":"POST","kind":"query","dates":["secrets[].createdAt","secrets[].expiresAt","createdAt","updatedAt"],"parameters":["clientId"]},
    createClient: {"path":"/api/auth/banata/clients/create","method":"POST","kind":"mutation","dates":["secrets[].createdAt","secrets[].expiresAt","createdAt","updatedAt"]},
    updateClient: {"path":"/api/auth/banata/clients/update","method":"POST","kind":"mutation","dates":["secrets[].createdAt","secrets[].expiresAt","createdAt","updatedAt"]},
    deleteClient: {"path":"/api/auth/banata/clients/delete","method":"POST","kind":"mutation","dates":[],"parameters":["clientId"],"returns":null},
    rotateClientSecret: {"path":"/api/auth/banata/clients/rotate-secret","method":"POST","kind":"mutation","dates":["secrets[].createdAt","secrets[].expiresAt","createdAt","updatedAt"],"parameters":["clientId"]},
  },
  configuration: {
    getDashboardConfig: {"path":"/api/auth/banata/config/dashboard","method":"POST","kind":"query","dates":[],"parameters":["projectId?"]},
    saveDashboardConfig: {"path":"/api/auth/banata/config/dashboard/save","method":"POST","kind":"mutation","dates":[]},
    getSocialProviderCredentials: {"path":"/api/auth/banata/config/social-providers/get","method":"POST","kind":"query","dates":[],"parameters":["projectId?"],"returns":"providers"},
    saveSocialProviderCredential: {"path":"/api/auth/banata/config/social-providers/save","method":"POST","kind":"mutation","dates":[]},
    deleteSocialProviderCredential: {"path":"/api/auth/banata/config/social-providers/delete","method":"POST","kind":"mutation","dates":[],"parameters":["providerId","projectId?"]},
    getBrandingConfig: {"path":"/api/auth/banata/config/branding/get","method":"POST","kind":"query","dates":[],"parameters":["projectId?"]},
    saveBrandingConfig: {"path":"/api/auth/banata/config/branding/save","method":"POST","kind":"mutation","dates":[]},
    getAuthConfiguration: {"path":"/api/auth/banata/config/auth-config/get","method":"POST","kind":"query","dates":[],"parameters":["projectId?"]},
    saveAuthConfiguration: {"path":"/api/auth/banata/config/auth-config/save","method":"POST","kind":"mutation","dates":[]},
    getPublicConfig: {"path":"/api/auth/banata/config/public","method":"POST","kind":"query","dates":[],"parameters":["clientId"],"public":true},
  },
  emails: {
    send: {"path":"/api/auth/banata/emails/send","method":"POST","kind":"mutation","dates":[]},
    getMessage: {"path":"/api/auth/banata/emails/messages/get","method":"POST","kind":"query","dates":["createdAt","settledAt"],"parameters":["messageId"]},
    preview: {"path":"/api/auth/banata/emails/preview","method":"POST","kind":"query","dates":[],"parameters":["template","data?"]},
    sendTest: {"path":"/api/auth/banata/test-email","method":"POST","kind":"mutation","dates":[],"parameters":["to","template?"]},
    listTemplates: {"path":"/api/auth/banata/emails/templates/list","method":"POST","kind":"query","dates":[],"parameters":["category?"],"returns":"templates"},
    getTemplate: {"path":"/api/auth/banata/emails/templates/get","method":"POST","kind":"query","dates":[],"parameters":["idOrSlug"],"returns":"template"},
    createTemplate: {"path":"/api/auth/banata/emails/templates/create","method":"POST","kind":"mutation","dates":[],"returns":"template"},
    updateTemplate: {"path":"/api/auth/banata/emails/templates/update","method":"POST","kind":"mutation","dates":[],"parameters":["id"],"returns":"template"},
    deleteTemplate: {"path":"/api/auth/banata/emails/templates/delete","method":"POST","kind":"mutation","dates":[],"parameters":["id"],"returns":null},
    getProvider: {"path":"/api/auth/banata/emails/provider/get","method":"POST","kind":"query","dates":["provider.updatedAt"],"parameters":[],"returns":"provider"},
    saveProvider: {"path":"/api/auth/banata/emails/provider/save","method":"POST","kind":"mutation","dates":["provider.updatedAt"],"returns":"provider"},
  },
  events: {
    listEvents: {"path":"/api/auth/banata/events/list","method":"POST","kind":"query","dates":[],"encodings":{"rangeStart":"epoch","rangeEnd":"epoch"}},
  },
  auditLogs: {
    listEvents: {"path":"/api/auth/banata/audit-logs/list","method":"POST","kind":"query","dates":["data[].occurredAt","data[].createdAt"],"encodings":{"rangeStart":"epoch","rangeEnd":"epoch"}},
    createEvent: {"path":"/api/auth/banata/audit-logs/create","method":"POST","kind":"mutation","dates":["occurredAt","createdAt"],"encodings":{"targets":"json","changes":"json","metadata":"json","occurredAt":"epoch"}},
    exportEvents: {"path":"/api/auth/banata/audit-logs/export","method":"POST","kind":"query","dates":["data[].occurredAt","data[].createdAt"],"encodings":{"startDate":"epoch","endDate":"epoch"}},
    getRetention: {"path":"/api/auth/banata/audit-logs/retention/get","method":"POST","kind":"query","dates":[],"parameters":[]},
    saveRetention: {"path":"/api/auth/banata/audit-logs/retention/save","method":"POST","kind":"mutation","dates":[]},
  },
  webhooks: {
    listEndpoints: {"path":"/api/auth/banata/webhooks/list","method":"POST","kind":"query","dates":["data[].lastDeliveryAt","data[].createdAt","data[].updatedAt","endpoints[].lastDeliveryAt","endpoints[].createdAt","endpoints[].updatedAt"]},
    createEndpoint: {"path":"/api/auth/banata/webhooks/create","method":"POST","kind":"mutation","dates":["lastDeliveryAt","createdAt","updatedAt"]},
    updateEndpoint: {"path":"/api/auth/banata/webhooks/update","method":"POST","kind":"mutation","dates":["lastDeliveryAt","createdAt","updatedAt"],"names":{"endpointId":"id"}},
    deleteEndpoint: {"path":"/api/auth/banata/webhooks/delete","method":"POST","kind":"mutation","dates":[],"parameters":["endpointId"],"names":{"endpointId":"id"},"returns":null},
    rotateSecret: {"path":"/api/auth/banata/webhooks/rotate-secret","method":"POST","kind":"mutation","dates":["lastDeliveryAt","createdAt","updatedAt"],"parameters":["endpointId"],"names":{"endpointId":"id"}},
    sendTest: {"path":"/api/auth/banata/webhooks/send-test","method":"POST","kind":"mutation","dates":["attempts[].at","nextAttemptAt","createdAt","settledAt"],"parameters":["endpointId"],"names":{"endpointId":"id"},"repeatable":true},
    listDeliveries: {"path":"/api/auth/banata/webhooks/deliveries","method":"POST","kind":"query","dates":["data[].attempts[].at","data[].nextAttemptAt","data[].createdAt","data[].settledAt"],"parameters":["endpointId"],"names":{"endpointId":"id"}},
    redeliver: {"path":"/api/auth/banata/webhooks/redeliver","method":"POST","kind":"mutation","dates":["attempts[].at","nextAttemptAt","createdAt","settledAt"],"parameters":["deliveryId"],"repeatable":true},
    replay: {"path":"/api/auth/banata/webhooks/replay","method":"POST","kind":"mutation","dates":["since","until"],"parameters":["endpointId"],"names":{"endpointId":"id"},"encodings":{"since":"iso"}},
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>>;
