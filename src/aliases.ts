import type { Contract } from "../convex/component/contract";
import type { ParameterName } from "../convex/component/wire/operation";

/** Aliases of resource groups. */
export const groupAliases = {
  /** The same as `users`. */
  userManagement: "users",
  /** The same as `organizations`. */
  orgs: "organizations",
  /** The same as `directories`. */
  directorySync: "directories",
} as const satisfies { [alias: string]: keyof Contract };

/** Another name of an operation's method, with parameters of its own if it differs in them. */
export interface Alias {
  readonly operation: string;
  readonly parameters?: readonly ParameterName[];
}

/** Aliases of methods, by group. */
export const methodAliases = {
  apiKeys: {
    /** The same as `createKey`. */
    create: { operation: "createKey" },
    /** The same as `listKeys`. */
    list: { operation: "listKeys" },
    /** `deleteKey` with the id alone: `apiKeys.delete(keyId)`. */
    delete: { operation: "deleteKey", parameters: ["keyId"] },
    /** The same as `deleteKey`. */
    revokeKey: { operation: "deleteKey" },
  },
  domains: {
    /** The same as `deleteVerification`. */
    delete: { operation: "deleteVerification" },
  },
} as const satisfies { [G in keyof Contract]?: { [alias: string]: Alias } };

/** Operations that are methods of an object inside their group, and of nothing else. */
export const nestedMethods = {
  emails: {
    templates: {
      /**
       * Lists all templates: the project's custom templates first, then the built-in ones they do
       * not override. With a category, only those of it: `auth` (the runtime sends them) or
       * `custom`.
       */
      list: { operation: "listTemplates" },
      /**
       * Returns the template with this id or slug, or `null`. For a slug, a custom template takes
       * precedence over the built-in one.
       */
      get: { operation: "getTemplate" },
      /**
       * Creates a template and returns it. With the slug of a built-in template it overrides that
       * template in this project. The reference of `emails.createTemplate` describes blocks and
       * variables.
       */
      create: { operation: "createTemplate" },
      /**
       * Updates the given fields of a custom template and returns it; `null` clears `preheader` and
       * `description`.
       */
      update: { operation: "updateTemplate" },
      /** Deletes a custom template. A built-in template that it overrode applies again. */
      delete: { operation: "deleteTemplate" },
    },
  },
} as const satisfies { [G in keyof Contract]?: { [name: string]: { [method: string]: Alias } } };
