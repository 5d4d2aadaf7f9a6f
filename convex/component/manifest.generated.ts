/* Generated from contract.ts by `npm run generate`. Do not edit. */

/** What routing and the client need of an operation at run time. */
export interface ManifestEntry {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly kind: "query" | "mutation";
  /** Where the answer holds times that the client turns into `Date`s: dotted paths, `[]` for each item of an array. */
  readonly dates: readonly string[];
  /** The input field that a lone string stands for. */
  readonly positional?: string;
  /** A write that may be repeated without an idempotency key. */
  readonly repeatable?: true;
}

export const manifest = {
  users: {
    listUsers: {"path":"/api/auth/admin/list-users","method":"POST","kind":"query","dates":["data[].banExpires","data[].createdAt","data[].updatedAt","users[].banExpires","users[].createdAt","users[].updatedAt"]},
    getUser: {"path":"/api/auth/admin/get-user","method":"POST","kind":"query","dates":["banExpires","createdAt","updatedAt"],"positional":"userId"},
    createUser: {"path":"/api/auth/admin/create-user","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"]},
    updateUser: {"path":"/api/auth/admin/update-user","method":"POST","kind":"mutation","dates":["banExpires","createdAt","updatedAt"]},
    deleteUser: {"path":"/api/auth/admin/remove-user","method":"POST","kind":"mutation","dates":[],"positional":"userId"},
    banUser: {"path":"/api/auth/admin/ban-user","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"],"positional":"userId"},
    unbanUser: {"path":"/api/auth/admin/unban-user","method":"POST","kind":"mutation","dates":["user.banExpires","user.createdAt","user.updatedAt"],"positional":"userId"},
  },
  apiKeys: {
    createKey: {"path":"/api/auth/api-key/create","method":"POST","kind":"mutation","dates":["expiresAt","lastUsedAt","createdAt"]},
    listKeys: {"path":"/api/auth/api-key/list","method":"GET","kind":"query","dates":["[].expiresAt","[].lastUsedAt","[].createdAt"]},
    listKeyPages: {"path":"/api/auth/api-key/list","method":"POST","kind":"query","dates":["data[].expiresAt","data[].lastUsedAt","data[].createdAt"]},
    getKey: {"path":"/api/auth/api-key/get","method":"POST","kind":"query","dates":["expiresAt","lastUsedAt","createdAt"],"positional":"keyId"},
    updateKey: {"path":"/api/auth/api-key/update","method":"POST","kind":"mutation","dates":["expiresAt","lastUsedAt","createdAt"]},
    deleteKey: {"path":"/api/auth/api-key/delete","method":"POST","kind":"mutation","dates":[],"positional":"keyId"},
    rotateKey: {"path":"/api/auth/api-key/rotate","method":"POST","kind":"mutation","dates":["expiresAt","lastUsedAt","createdAt","replaced.expiresAt"],"positional":"keyId"},
    verifyKey: {"path":"/api/auth/api-key/verify","method":"POST","kind":"mutation","dates":["apiKey.expiresAt","apiKey.lastUsedAt","apiKey.createdAt"],"repeatable":true},
  },
  projects: {
    listProjects: {"path":"/api/auth/banata/projects/list","method":"POST","kind":"query","dates":[]},
    getProject: {"path":"/api/auth/banata/projects/get","method":"POST","kind":"query","dates":[],"positional":"id"},
    getCurrentProject: {"path":"/api/auth/banata/projects/current","method":"POST","kind":"query","dates":[]},
    createProject: {"path":"/api/auth/banata/projects/create","method":"POST","kind":"mutation","dates":[]},
    updateProject: {"path":"/api/auth/banata/projects/update","method":"POST","kind":"mutation","dates":[]},
    deleteProject: {"path":"/api/auth/banata/projects/delete","method":"POST","kind":"mutation","dates":[],"positional":"id"},
    ensureDefaultProject: {"path":"/api/auth/banata/projects/ensure-default","method":"POST","kind":"mutation","dates":[],"repeatable":true},
  },
  events: {
    listEvents: {"path":"/api/auth/banata/events/list","method":"POST","kind":"query","dates":[]},
  },
  auditLogs: {
    listEvents: {"path":"/api/auth/banata/audit-logs/list","method":"POST","kind":"query","dates":["data[].occurredAt","data[].createdAt"]},
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>>;
