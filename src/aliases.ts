import type { Contract } from "../convex/component/contract";

/** Aliases of resource groups. */
export const groupAliases = {
  /** The same as `users`. */
  userManagement: "users",
  /** The same as `organizations`. */
  orgs: "organizations",
} as const satisfies { [alias: string]: keyof Contract };

/** Aliases of methods, by group. */
export const methodAliases = {
  apiKeys: {
    /** The same as `createKey`. */
    create: "createKey",
    /** The same as `listKeys`. */
    list: "listKeys",
    /** The same as `deleteKey`. */
    delete: "deleteKey",
    /** The same as `deleteKey`. */
    revokeKey: "deleteKey",
  },
} as const satisfies { [G in keyof Contract]?: { [alias: string]: keyof Contract[G] } };
