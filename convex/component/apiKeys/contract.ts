import * as z from "zod/mini";
import { operation } from "../operation";
import { idInput, idOutput, isoDate, jsonObject, jsonOutput, ok, pageInput, pageOf, permissionPattern, text, timeInput } from "../wire";

/** A key as it may be shown: never the secret. */
export const ApiKey = z.object({
  id: idOutput("apiKey"),
  name: z.string(),
  prefix: z.string(),
  /** The prefix and the first four characters, to recognise the key by. */
  start: z.string(),
  organizationId: z.nullable(z.string()),
  permissions: z.array(z.string()),
  fullAccess: z.boolean(),
  enabled: z.boolean(),
  expiresAt: z.nullable(isoDate()),
  lastUsedAt: z.nullable(isoDate()),
  replacedBy: z.nullable(z.string()),
  metadata: jsonOutput(),
  createdAt: isoDate(),
});
export type ApiKey = z.output<typeof ApiKey>;

const NewApiKey = z.extend(ApiKey, { key: z.string() });
const permissions = () => z.array(permissionPattern()).check(z.maxLength(100));

export const apiKeys = {
  /**
   * Creates a key and shows it: `key` is in this answer and never again.
   *
   * Without `permissions` the key has full access, which only a caller with full access can give; an empty list is a key without any access. A permission that the
   * caller does not hold is refused with 403. With `organizationId` the key works on that organization alone. 409 `conflict` at 500 keys in the project, 409
   * `not_available` for `permissions` while the project's `apiKeyPermissions` is off.
   */
  createKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/create",
    permission: "api_key.create",
    input: z.strictObject({
      name: text(100),
      organizationId: z.optional(idInput("organization")),
      permissions: z.optional(permissions()),
      expiresAt: z.optional(timeInput()),
      metadata: z.optional(jsonObject(16)),
    }),
    output: NewApiKey,
    events: ["api_key.created"],
    organizationKeys: true,
    secret: true,
  }),

  /** All keys of the project, newest first, as an array: a project has at most 500. `listKeyPages` pages. */
  listKeys: operation({
    kind: "query",
    method: "GET",
    path: "/api/auth/api-key/list",
    permission: "api_key.read",
    input: z.strictObject({}),
    output: z.array(ApiKey),
    organizationKeys: true,
  }),

  /** The project's keys in pages, newest first. */
  listKeyPages: operation({
    kind: "query",
    method: "POST",
    path: "/api/auth/api-key/list",
    permission: "api_key.read",
    input: z.strictObject(pageInput()),
    output: pageOf(ApiKey),
    organizationKeys: true,
  }),

  /** Answers the key, without its secret. 404 when the project has none with that id. */
  getKey: operation({
    kind: "query",
    path: "/api/auth/api-key/get",
    permission: "api_key.read",
    input: z.strictObject({ keyId: idInput("apiKey") }),
    output: ApiKey,
    organizationKeys: true,
    positional: "keyId",
  }),

  /**
   * Changes the fields that are given. The caller must hold what the key holds, before and after. `permissions` replaces the list and ends full access;
   * `enabled: false` refuses the key until it is enabled again; `expiresAt: null` removes the expiry; a key cannot put off its own (403), and a rotated one's cannot be put off (409).
   * 409 `not_available` for other `permissions` while the project's `apiKeyPermissions` is off.
   */
  updateKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/update",
    permission: "api_key.update",
    input: z.strictObject({
      keyId: idInput("apiKey"),
      name: z.optional(text(100)),
      permissions: z.optional(permissions()),
      enabled: z.optional(z.boolean()),
      expiresAt: z.optional(z.nullable(timeInput())),
      metadata: z.optional(jsonObject(16)),
    }),
    output: ApiKey,
    events: ["api_key.updated"],
    organizationKeys: true,
  }),

  /** Revokes the key: permanent and at once, also for requests under way. */
  deleteKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/delete",
    permission: "api_key.delete",
    input: z.strictObject({ keyId: idInput("apiKey") }),
    output: ok(),
    events: ["api_key.revoked"],
    organizationKeys: true,
    positional: "keyId",
  }),

  /**
   * Makes a successor with the same name, permissions, organization and expiry, and shows it; the old key stays good for `gracePeriodSeconds` (0 to 30 days, default one day),
   * never longer than it was before. `replaced` is the old key's new expiry. 409 `conflict` when the key was rotated already.
   */
  rotateKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/rotate",
    permission: "api_key.rotate",
    input: z.strictObject({
      keyId: idInput("apiKey"),
      gracePeriodSeconds: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(2_592_000)), 86_400),
    }),
    output: z.extend(NewApiKey, { replaced: z.object({ id: z.string(), expiresAt: isoDate() }) }),
    events: ["api_key.rotated"],
    organizationKeys: true,
    secret: true,
    positional: "keyId",
  }),

  /**
   * Tells a product's own API whether a key presented to it is good, holds the permissions and works on the organization. Always 200: `code` says why not, and
   * `not_found` is also every key of another project. `revoked` is also a key that is disabled. The key's last use is recorded.
   *
   * Misses are limited to 100 a minute and caller: then 429, so that nobody guesses through it.
   */
  verifyKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/verify",
    permission: "api_key.verify",
    input: z.strictObject({
      key: text(256),
      permission: z.optional(permissionPattern()),
      permissions: z.optional(permissions()),
      organizationId: z.optional(idInput("organization")),
    }),
    output: z.object({
      valid: z.boolean(),
      code: z.enum(["valid", "not_found", "expired", "revoked", "insufficient_permissions"]),
      apiKey: z.optional(ApiKey),
    }),
    organizationKeys: true,
    repeatable: true,
  }),
};
