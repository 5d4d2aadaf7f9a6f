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
  /** No session may call it. */
  readonly keysOnly?: true;
  /** A write that may be repeated without an idempotency key. */
  readonly repeatable?: true;
  /** An input field that needs a body of more than 1 MiB: this many bytes. */
  readonly largeField?: { readonly name: string; readonly maximumBody: number };
}

// Values of operations, each once: the client ships this file.
const value1 = ["data[].banExpires","data[].createdAt","data[].updatedAt","users[].banExpires","users[].createdAt","users[].updatedAt"] as const;
const value2 = ["userId"] as const;
const value3 = ["banExpires","createdAt","updatedAt"] as const;
const value4 = ["user.banExpires","user.createdAt","user.updatedAt"] as const;
const value5 = {"reason":"banReason","expiresAt":"banExpires"} as const;
const value6 = {"banExpires":"epoch"} as const;
const value7 = ["userId","role"] as const;
const value8 = ["data[].expiresAt","data[].createdAt","data[].updatedAt","sessions[].expiresAt","sessions[].createdAt","sessions[].updatedAt"] as const;
const value9 = ["sessionId"] as const;
const value10 = ["session.expiresAt","session.createdAt","session.updatedAt","user.banExpires","user.createdAt","user.updatedAt"] as const;
const value11 = ["userId","newPassword"] as const;
const value12 = ["factors[].createdAt"] as const;
const value13 = ["accounts[].createdAt","accounts[].updatedAt"] as const;
const value14 = ["expiresAt"] as const;
const value15 = ["data[].createdAt","data[].updatedAt"] as const;
const value16 = ["organizationId?"] as const;
const value17 = ["createdAt","updatedAt","members[].createdAt","members[].updatedAt","invitations[].expiresAt","invitations[].createdAt"] as const;
const value18 = ["createdAt","updatedAt"] as const;
const value19 = ["organizationId"] as const;
const value20 = ["member.createdAt","member.updatedAt"] as const;
const value21 = ["expiresAt","createdAt"] as const;
const value22 = ["invitationId"] as const;
const value23 = ["data[].expiresAt","data[].createdAt"] as const;
const value24 = ["teamId"] as const;
const value25 = ["slug"] as const;
const value26 = [] as const;
const value27 = ["invitationId?"] as const;
const value28 = ["invitation.expiresAt","invitation.createdAt","member.createdAt","member.updatedAt"] as const;
const value29 = ["invitation.expiresAt","invitation.createdAt"] as const;
const value30 = ["id"] as const;
const value31 = ["data[].createdAt"] as const;
const value32 = ["projectId?"] as const;
const value33 = {"expiresAt":"iso"} as const;
const value34 = ["expiresAt","lastUsedAt","createdAt"] as const;
const value35 = ["[].expiresAt","[].lastUsedAt","[].createdAt"] as const;
const value36 = ["data[].expiresAt","data[].lastUsedAt","data[].createdAt"] as const;
const value37 = ["keyId"] as const;
const value38 = ["expiresAt","lastUsedAt","createdAt","replaced.expiresAt"] as const;
const value39 = ["apiKey.expiresAt","apiKey.lastUsedAt","apiKey.createdAt"] as const;
const value40 = ["limits[].windowStart","limits[].resetAt"] as const;
const value41 = ["apiKeys[].expiresAt","apiKeys[].lastUsedAt","apiKeys[].createdAt"] as const;
const value42 = ["id?"] as const;
const value43 = ["members[].expiresAt","members[].createdAt","members[].updatedAt"] as const;
const value44 = ["member.expiresAt","member.createdAt","member.updatedAt"] as const;
const value45 = ["data[].secrets[].createdAt","data[].secrets[].expiresAt","data[].createdAt","data[].updatedAt"] as const;
const value46 = ["clientId"] as const;
const value47 = ["secrets[].createdAt","secrets[].expiresAt","createdAt","updatedAt"] as const;
const value48 = ["providerId","projectId?"] as const;
const value49 = ["messageId"] as const;
const value50 = ["createdAt","settledAt"] as const;
const value51 = ["data[].createdAt","data[].settledAt"] as const;
const value52 = ["template","data?"] as const;
const value53 = ["to","template?"] as const;
const value54 = ["category?"] as const;
const value55 = ["idOrSlug"] as const;
const value56 = ["provider.updatedAt"] as const;
const value57 = {"rangeStart":"epoch","rangeEnd":"epoch"} as const;
const value58 = {"from":"epoch","to":"epoch"} as const;
const value59 = ["data[].occurredAt","data[].createdAt"] as const;
const value60 = {"targets":"json","changes":"json","metadata":"json","occurredAt":"epoch"} as const;
const value61 = ["occurredAt","createdAt"] as const;
const value62 = {"startDate":"epoch","endDate":"epoch"} as const;
const value63 = ["data[].lastDeliveryAt","data[].pausedUntil","data[].createdAt","data[].updatedAt","endpoints[].lastDeliveryAt","endpoints[].pausedUntil","endpoints[].createdAt","endpoints[].updatedAt"] as const;
const value64 = ["lastDeliveryAt","pausedUntil","createdAt","updatedAt"] as const;
const value65 = {"endpointId":"id"} as const;
const value66 = ["endpointId"] as const;
const value67 = ["attempts[].at","nextAttemptAt","createdAt","settledAt"] as const;
const value68 = ["data[].attempts[].at","data[].nextAttemptAt","data[].createdAt","data[].settledAt"] as const;
const value69 = ["deliveryId"] as const;
const value70 = {"since":"iso"} as const;
const value71 = ["since","until"] as const;
const value72 = ["data[].samlConfig.idpCertificateExpiresAt","data[].testedAt","data[].lastSignInAt","data[].createdAt","data[].updatedAt"] as const;
const value73 = ["connectionId"] as const;
const value74 = {"connectionId":"providerId"} as const;
const value75 = ["samlConfig.idpCertificateExpiresAt","testedAt","lastSignInAt","createdAt","updatedAt"] as const;
const value76 = {"expectedUpdatedAt":"epoch"} as const;
const value77 = {"connectionId":"providerId","redirectUri":"callbackURL","provider":"issuer","domainHint":"domain"} as const;
const value78 = ["profile.lastLoginAt","profile.createdAt"] as const;
const value79 = ["data[].lastSyncAt","data[].lastFailure.at","data[].recentFailures[].at","data[].createdAt","data[].updatedAt"] as const;
const value80 = ["directoryId"] as const;
const value81 = {"directoryId":"providerId"} as const;
const value82 = ["lastSyncAt","lastFailure.at","recentFailures[].at","createdAt","updatedAt"] as const;
const value83 = ["lastSyncAt","lastFailure.at","recentFailures[].at","createdAt","updatedAt","previousTokenExpiresAt"] as const;
const value84 = {"directoryId":"providerId","directoryGroupId":"groupId"} as const;
const value85 = ["directoryUserId"] as const;
const value86 = {"directoryUserId":"userId"} as const;
const value87 = {"directoryId":"providerId","directoryUserId":"userId"} as const;
const value88 = ["directoryGroupId"] as const;
const value89 = {"directoryGroupId":"groupId"} as const;
const value90 = ["verifiedAt","expiresAt","lastCheckedAt","createdAt","updatedAt"] as const;
const value91 = ["data[].verifiedAt","data[].expiresAt","data[].lastCheckedAt","data[].createdAt","data[].updatedAt"] as const;
const value92 = {"name":"data","maximumBody":6291456} as const;
const value93 = ["secretId"] as const;
const value94 = {"secretId":"id"} as const;

export const manifest = {
  users: {
    listUsers: {path:"/api/auth/admin/list-users",kind:"query",dates:value1},
    getUser: {path:"/api/auth/admin/get-user",kind:"query",parameters:value2,dates:value3},
    createUser: {path:"/api/auth/admin/create-user",kind:"mutation",returns:"user",dates:value4},
    updateUser: {path:"/api/auth/admin/update-user",kind:"mutation",dates:value3},
    deleteUser: {path:"/api/auth/admin/remove-user",kind:"mutation",parameters:value2,returns:null},
    banUser: {path:"/api/auth/admin/ban-user",kind:"mutation",names:value5,encodings:value6,returns:"user",dates:value4},
    unbanUser: {path:"/api/auth/admin/unban-user",kind:"mutation",parameters:value2,returns:"user",dates:value4},
    setRole: {path:"/api/auth/admin/set-role",kind:"mutation",parameters:value7,returns:"user",dates:value4},
    hasPermission: {path:"/api/auth/admin/has-permission",kind:"query",returns:"success"},
    listUserSessions: {path:"/api/auth/admin/list-user-sessions",kind:"query",parameters:value2,dates:value8},
    revokeSession: {path:"/api/auth/admin/revoke-user-session",kind:"mutation",parameters:value9,returns:null},
    revokeAllSessions: {path:"/api/auth/admin/revoke-user-sessions",kind:"mutation",parameters:value2,returns:null,repeatable:true},
    impersonateUser: {path:"/api/auth/admin/impersonate-user",kind:"mutation",parameters:value2,dates:value10},
    stopImpersonating: {path:"/api/auth/admin/stop-impersonating",kind:"mutation",dates:value10},
    setUserPassword: {path:"/api/auth/admin/set-user-password",kind:"mutation",parameters:value11,returns:"status"},
    listFactors: {path:"/api/auth/admin/list-user-factors",kind:"query",parameters:value2,returns:"factors",dates:value12},
    removeFactor: {path:"/api/auth/admin/remove-user-factor",kind:"mutation",returns:null},
    listAccounts: {path:"/api/auth/admin/list-user-accounts",kind:"query",parameters:value2,returns:"accounts",dates:value13},
    unlinkAccount: {path:"/api/auth/admin/unlink-user-account",kind:"mutation",returns:null},
    sendPasswordReset: {path:"/api/auth/admin/send-password-reset",kind:"mutation",returns:null},
    startImpersonation: {path:"/api/auth/admin/start-impersonation",kind:"mutation",parameters:value2,repeatable:true,dates:value14},
  },
  organizations: {
    listOrganizations: {path:"/api/auth/organization/list",kind:"query",dates:value15},
    getOrganization: {path:"/api/auth/organization/get-full-organization",kind:"query",parameters:value16,dates:value17},
    createOrganization: {path:"/api/auth/organization/create",kind:"mutation",dates:value18},
    updateOrganization: {path:"/api/auth/organization/update",kind:"mutation",dates:value18},
    deleteOrganization: {path:"/api/auth/organization/delete",kind:"mutation",parameters:value19,returns:null,dates:value18},
    listMembers: {path:"/api/auth/organization/list-members",kind:"query",dates:value15},
    getMember: {path:"/api/auth/organization/get-member",kind:"query",dates:value18},
    addMember: {path:"/api/auth/organization/add-member",kind:"mutation",dates:value18},
    removeMember: {path:"/api/auth/organization/remove-member",kind:"mutation",returns:null,dates:value20},
    updateMemberRole: {path:"/api/auth/organization/update-member-role",kind:"mutation",dates:value18},
    sendInvitation: {path:"/api/auth/organization/invite-member",kind:"mutation",dates:value21},
    revokeInvitation: {path:"/api/auth/organization/cancel-invitation",kind:"mutation",parameters:value22,returns:null,dates:value21},
    listInvitations: {path:"/api/auth/organization/list-invitations",kind:"query",dates:value23},
    createTeam: {path:"/api/auth/organization/create-team",kind:"mutation",dates:value18},
    updateTeam: {path:"/api/auth/organization/update-team",kind:"mutation",dates:value18},
    removeTeam: {path:"/api/auth/organization/remove-team",kind:"mutation",parameters:value24,returns:null},
    listTeams: {path:"/api/auth/organization/list-teams",kind:"query",dates:value15},
    addTeamMember: {path:"/api/auth/organization/add-team-member",kind:"mutation",dates:value18},
    removeTeamMember: {path:"/api/auth/organization/remove-team-member",kind:"mutation",dates:value18},
    checkSlug: {path:"/api/auth/organization/check-slug",kind:"query",parameters:value25,returns:"status"},
    setActiveOrganization: {path:"/api/auth/organization/set-active",kind:"mutation",repeatable:true,dates:value18},
    getActiveMember: {path:"/api/auth/organization/get-active-member",kind:"query",parameters:value26,dates:value18},
    leaveOrganization: {path:"/api/auth/organization/leave",kind:"mutation",parameters:value16,dates:value18},
    getInvitation: {path:"/api/auth/organization/get-invitation",kind:"query",parameters:value22,dates:value21},
    listUserInvitations: {path:"/api/auth/organization/list-user-invitations",kind:"query",dates:value23},
    acceptInvitation: {path:"/api/auth/organization/accept-invitation",kind:"mutation",parameters:value27,dates:value28},
    rejectInvitation: {path:"/api/auth/organization/reject-invitation",kind:"mutation",parameters:value27,dates:value29},
  },
  rbac: {
    listRoles: {path:"/api/auth/banata/config/roles/list",kind:"query",parameters:value26,returns:"roles"},
    createRole: {path:"/api/auth/banata/config/roles/create",kind:"mutation",returns:"role"},
    updateRole: {path:"/api/auth/banata/config/roles/update",kind:"mutation",returns:"role"},
    deleteRole: {path:"/api/auth/banata/config/roles/delete",kind:"mutation",parameters:value30,returns:null},
    listRoleHolders: {path:"/api/auth/banata/config/roles/list-holders",kind:"query",dates:value31},
    listPermissions: {path:"/api/auth/banata/config/permissions/list",kind:"query",parameters:value26,returns:"permissions"},
    createPermission: {path:"/api/auth/banata/config/permissions/create",kind:"mutation",returns:"permission"},
    updatePermission: {path:"/api/auth/banata/config/permissions/update",kind:"mutation",returns:"permission"},
    deletePermission: {path:"/api/auth/banata/config/permissions/delete",kind:"mutation",parameters:value30,returns:null},
    checkPermission: {path:"/api/auth/banata/rbac/check-permission",kind:"query"},
    checkPermissions: {path:"/api/auth/banata/rbac/check-permissions",kind:"query"},
    getMyPermissions: {path:"/api/auth/banata/rbac/my-permissions",kind:"query",parameters:value32,returns:"permissions"},
  },
  apiKeys: {
    createKey: {path:"/api/auth/api-key/create",kind:"mutation",encodings:value33,dates:value34},
    listKeys: {path:"/api/auth/api-key/list",method:"GET",kind:"query",parameters:value26,dates:value35},
    listKeyPages: {path:"/api/auth/api-key/list",kind:"query",dates:value36},
    getKey: {path:"/api/auth/api-key/get",kind:"query",parameters:value37,dates:value34},
    updateKey: {path:"/api/auth/api-key/update",kind:"mutation",encodings:value33,dates:value34},
    deleteKey: {path:"/api/auth/api-key/delete",kind:"mutation",returns:null},
    rotateKey: {path:"/api/auth/api-key/rotate",kind:"mutation",parameters:value37,dates:value38},
    verifyKey: {path:"/api/auth/api-key/verify",kind:"mutation",repeatable:true,keysOnly:true,dates:value39},
    getUsage: {path:"/api/auth/api-key/usage",kind:"query",parameters:value37,dates:value40},
    listUnusedKeys: {path:"/api/auth/api-key/unused",kind:"query",returns:"apiKeys",dates:value41},
    getLimits: {path:"/api/auth/api-key/limits",kind:"query"},
    setLimits: {path:"/api/auth/api-key/limits/set",kind:"mutation"},
  },
  projects: {
    listProjects: {path:"/api/auth/banata/projects/list",kind:"query",parameters:value26,returns:"projects"},
    getProject: {path:"/api/auth/banata/projects/get",kind:"query",parameters:value30,returns:"project"},
    getCurrentProject: {path:"/api/auth/banata/projects/current",kind:"query",parameters:value26,returns:"project"},
    getReadiness: {path:"/api/auth/banata/projects/readiness",kind:"query",parameters:value42,returns:"checks"},
    createProject: {path:"/api/auth/banata/projects/create",kind:"mutation"},
    updateProject: {path:"/api/auth/banata/projects/update",kind:"mutation",parameters:value30},
    copySettings: {path:"/api/auth/banata/projects/copy-settings",kind:"mutation",returns:null},
    deleteProject: {path:"/api/auth/banata/projects/delete",kind:"mutation",parameters:value30},
    rotateSigningKeys: {path:"/api/auth/banata/projects/rotate-signing-keys",kind:"mutation"},
    ensureDefaultProject: {path:"/api/auth/banata/projects/ensure-default",kind:"mutation",parameters:value26,repeatable:true},
    listMembers: {path:"/api/auth/banata/projects/members/list",kind:"query",parameters:value26,returns:"members",dates:value43},
    inviteMember: {path:"/api/auth/banata/projects/members/invite",kind:"mutation",returns:"member",dates:value44},
    updateMember: {path:"/api/auth/banata/projects/members/update",kind:"mutation",returns:"member",dates:value44},
    removeMember: {path:"/api/auth/banata/projects/members/remove",kind:"mutation",returns:null},
  },
  authClients: {
    listClients: {path:"/api/auth/banata/clients/list",kind:"query",dates:value45},
    getClient: {path:"/api/auth/banata/clients/get",kind:"query",parameters:value46,dates:value47},
    createClient: {path:"/api/auth/banata/clients/create",kind:"mutation",dates:value47},
    updateClient: {path:"/api/auth/banata/clients/update",kind:"mutation",dates:value47},
    deleteClient: {path:"/api/auth/banata/clients/delete",kind:"mutation",parameters:value46,returns:null},
    rotateClientSecret: {path:"/api/auth/banata/clients/rotate-secret",kind:"mutation",parameters:value46,dates:value47},
  },
  configuration: {
    getDashboardConfig: {path:"/api/auth/banata/config/dashboard",kind:"query",parameters:value32},
    saveDashboardConfig: {path:"/api/auth/banata/config/dashboard/save",kind:"mutation"},
    getSocialProviderCredentials: {path:"/api/auth/banata/config/social-providers/get",kind:"query",parameters:value32,returns:"providers"},
    saveSocialProviderCredential: {path:"/api/auth/banata/config/social-providers/save",kind:"mutation"},
    deleteSocialProviderCredential: {path:"/api/auth/banata/config/social-providers/delete",kind:"mutation",parameters:value48},
    getBrandingConfig: {path:"/api/auth/banata/config/branding/get",kind:"query",parameters:value32},
    saveBrandingConfig: {path:"/api/auth/banata/config/branding/save",kind:"mutation"},
    getAuthConfiguration: {path:"/api/auth/banata/config/auth-config/get",kind:"query",parameters:value32},
    saveAuthConfiguration: {path:"/api/auth/banata/config/auth-config/save",kind:"mutation"},
    getPublicConfig: {path:"/api/auth/banata/config/public",kind:"query",parameters:value46,keysOnly:true,public:true},
  },
  emails: {
    send: {path:"/api/auth/banata/emails/send",kind:"mutation"},
    getMessage: {path:"/api/auth/banata/emails/messages/get",kind:"query",parameters:value49,dates:value50},
    listMessages: {path:"/api/auth/banata/emails/messages/list",kind:"query",dates:value51},
    preview: {path:"/api/auth/banata/emails/preview",kind:"query",parameters:value52},
    sendTest: {path:"/api/auth/banata/test-email",kind:"mutation",parameters:value53},
    listTemplates: {path:"/api/auth/banata/emails/templates/list",kind:"query",parameters:value54,returns:"templates"},
    getTemplate: {path:"/api/auth/banata/emails/templates/get",kind:"query",parameters:value55,returns:"template"},
    createTemplate: {path:"/api/auth/banata/emails/templates/create",kind:"mutation",returns:"template"},
    updateTemplate: {path:"/api/auth/banata/emails/templates/update",kind:"mutation",parameters:value30,returns:"template"},
    deleteTemplate: {path:"/api/auth/banata/emails/templates/delete",kind:"mutation",parameters:value30,returns:null},
    getProvider: {path:"/api/auth/banata/emails/provider/get",kind:"query",parameters:value26,returns:"provider",dates:value56},
    saveProvider: {path:"/api/auth/banata/emails/provider/save",kind:"mutation",returns:"provider",dates:value56},
  },
  events: {
    listEvents: {path:"/api/auth/banata/events/list",kind:"query",encodings:value57},
    getFeed: {path:"/api/auth/banata/events/get-feed",kind:"query",parameters:value26,returns:"feed"},
  },
  statistics: {
    get: {path:"/api/auth/banata/statistics/get",kind:"query",encodings:value58,returns:"data"},
  },
  auditLogs: {
    listEvents: {path:"/api/auth/banata/audit-logs/list",kind:"query",encodings:value57,dates:value59},
    createEvent: {path:"/api/auth/banata/audit-logs/create",kind:"mutation",encodings:value60,keysOnly:true,dates:value61},
    exportEvents: {path:"/api/auth/banata/audit-logs/export",kind:"query",encodings:value62,dates:value59},
    getRetention: {path:"/api/auth/banata/audit-logs/retention/get",kind:"query",parameters:value26},
    saveRetention: {path:"/api/auth/banata/audit-logs/retention/save",kind:"mutation"},
  },
  webhooks: {
    listEndpoints: {path:"/api/auth/banata/webhooks/list",kind:"query",dates:value63},
    createEndpoint: {path:"/api/auth/banata/webhooks/create",kind:"mutation",dates:value64},
    updateEndpoint: {path:"/api/auth/banata/webhooks/update",kind:"mutation",names:value65,dates:value64},
    deleteEndpoint: {path:"/api/auth/banata/webhooks/delete",kind:"mutation",parameters:value66,names:value65,returns:null},
    rotateSecret: {path:"/api/auth/banata/webhooks/rotate-secret",kind:"mutation",parameters:value66,names:value65,dates:value64},
    sendTest: {path:"/api/auth/banata/webhooks/send-test",kind:"mutation",parameters:value66,names:value65,repeatable:true,dates:value67},
    listDeliveries: {path:"/api/auth/banata/webhooks/deliveries",kind:"query",parameters:value66,names:value65,dates:value68},
    redeliver: {path:"/api/auth/banata/webhooks/redeliver",kind:"mutation",parameters:value69,repeatable:true,dates:value67},
    replay: {path:"/api/auth/banata/webhooks/replay",kind:"mutation",parameters:value66,names:value65,encodings:value70,dates:value71},
  },
  sso: {
    listConnections: {path:"/api/auth/banata/sso/list-providers",kind:"query",dates:value72},
    getConnection: {path:"/api/auth/banata/sso/get-provider",kind:"query",parameters:value73,names:value74,dates:value75},
    createConnection: {path:"/api/auth/banata/sso/register",kind:"mutation",dates:value75},
    updateConnection: {path:"/api/auth/banata/sso/update-provider",kind:"mutation",names:value74,encodings:value76,dates:value75},
    deleteConnection: {path:"/api/auth/banata/sso/delete-provider",kind:"mutation",parameters:value73,names:value74,returns:null},
    unlinkProfile: {path:"/api/auth/banata/sso/unlink-profile",kind:"mutation",names:value74,returns:null},
    getAuthorizationUrl: {path:"/api/auth/sign-in/sso",kind:"mutation",names:value77,repeatable:true,keysOnly:true},
    getProfileAndToken: {path:"/api/auth/banata/sso/token",kind:"mutation",repeatable:true,keysOnly:true,dates:value78},
    testConnection: {path:"/api/auth/banata/sso/test",kind:"mutation",parameters:value73,names:value74,repeatable:true},
  },
  directories: {
    listDirectories: {path:"/api/auth/banata/scim/list-providers",kind:"query",dates:value79},
    getDirectory: {path:"/api/auth/banata/scim/get-provider",kind:"query",parameters:value80,names:value81,dates:value82},
    createDirectory: {path:"/api/auth/banata/scim/register",kind:"mutation",dates:value82},
    updateDirectory: {path:"/api/auth/banata/scim/update-provider",kind:"mutation",parameters:value80,names:value81,encodings:value76,dates:value82},
    deleteDirectory: {path:"/api/auth/banata/scim/delete-provider",kind:"mutation",parameters:value80,names:value81,returns:null},
    rotateToken: {path:"/api/auth/banata/scim/rotate-token",kind:"mutation",parameters:value80,names:value81,dates:value83},
    listUsers: {path:"/api/auth/banata/scim/list-users",kind:"query",names:value84,dates:value15},
    getUser: {path:"/api/auth/banata/scim/get-user",kind:"query",parameters:value85,names:value86,dates:value18},
    listGroups: {path:"/api/auth/banata/scim/list-groups",kind:"query",names:value87,dates:value15},
    getGroup: {path:"/api/auth/banata/scim/get-group",kind:"query",parameters:value88,names:value89,dates:value18},
  },
  domains: {
    createVerification: {path:"/api/auth/banata/domains/create",kind:"mutation",dates:value90},
    getVerification: {path:"/api/auth/banata/domains/get",kind:"query",parameters:value30,dates:value90},
    verify: {path:"/api/auth/banata/domains/verify",kind:"mutation",parameters:value30,repeatable:true,dates:value90},
    list: {path:"/api/auth/banata/domains/list",kind:"query",dates:value91},
    deleteVerification: {path:"/api/auth/banata/domains/delete",kind:"mutation",parameters:value30,returns:null},
  },
  portal: {
    generateLink: {path:"/api/auth/banata/portal/generate-link",kind:"mutation"},
    listSessions: {path:"/api/auth/banata/portal/list-sessions",kind:"query"},
    revokeSession: {path:"/api/auth/banata/portal/revoke-session",kind:"mutation",parameters:value9},
  },
  vault: {
    encrypt: {path:"/api/auth/banata/vault/encrypt",kind:"mutation",largeField:value92},
    decrypt: {path:"/api/auth/banata/vault/decrypt",kind:"mutation",repeatable:true},
    list: {path:"/api/auth/banata/vault/list",kind:"query",dates:value15},
    get: {path:"/api/auth/banata/vault/get",kind:"query",parameters:value93,names:value94,dates:value18},
    update: {path:"/api/auth/banata/vault/update",kind:"mutation",names:value94,largeField:value92},
    delete: {path:"/api/auth/banata/vault/delete",kind:"mutation",names:value94},
    rotateKey: {path:"/api/auth/banata/vault/rotate-key",kind:"mutation",repeatable:true},
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>>;
