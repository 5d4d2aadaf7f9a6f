import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  idInput,
  idOutput,
  isoDate,
  jsonObject,
  jsonOutput,
  ok,
  pageInput,
  pageOutput,
  permissionPattern,
  text,
  timeInput,
} from "../wire/fields";

const shownRateLimit = z.object({
  requests: z.number(),
  windowSeconds: z.number(),
  shards: z.number(),
});
const shownQuota = z.object({
  requests: z.number(),
  period: z.enum(["day", "month"]),
  shards: z.number(),
});

/** An API key, without its secret. */
export const ApiKey = z.object({
  id: idOutput("apiKey"),
  name: z.string(),
  prefix: z.string(),
  /** The prefix and the first four characters, to recognize the key by. */
  start: z.string(),
  organizationId: z.nullable(z.string()),
  permissions: z.array(z.string()),
  fullAccess: z.boolean(),
  enabled: z.boolean(),
  expiresAt: z.nullable(isoDate()),
  /** Accurate to the hour. */
  lastUsedAt: z.nullable(isoDate()),
  /**
   * The network of the last use, never the full address: `203.0.113.0/24`, `2001:db8:1::/48`. Null
   * when it is unknown.
   */
  lastUsedFrom: z.nullable(z.string()),
  /** Null when the key has no rate limit of its own. */
  rateLimit: z.nullable(shownRateLimit),
  quota: z.nullable(shownQuota),
  replacedBy: z.nullable(z.string()),
  /** The user whom the key was created for; null for a key of the app or organization itself. */
  createdBy: z.nullable(z.string()),
  metadata: jsonOutput(),
  createdAt: isoDate(),
});
export type ApiKey = z.output<typeof ApiKey>;

const NewApiKey = z.extend(ApiKey, { key: z.string() });
/**
 * Limits shared by all keys of an organization, or, with `organizationId` null, by all keys of the
 * project.
 */
export const KeyLimits = z.object({
  organizationId: z.nullable(z.string()),
  rateLimit: z.nullable(shownRateLimit),
  quota: z.nullable(shownQuota),
});
export type KeyLimits = z.output<typeof KeyLimits>;

const shards = () => z._default(z.number().check(z.int(), z.minimum(1), z.maximum(32)), 1);
const isShared = z.refine<{ requests: number; shards: number }>(
  ({ requests, shards }) => shards <= Math.max(1, requests),
  { error: "Expected at most as many shards as requests", path: ["shards"] },
);
/**
 * At most `requests` per window. Windows are aligned to the clock (UTC): with 60 seconds, to the
 * minute.
 */
const rateLimit = () =>
  z
    .strictObject({
      requests: z.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)),
      windowSeconds: z.number().check(z.int(), z.minimum(1), z.maximum(86_400)),
      shards: shards(),
    })
    .check(isShared);
/** At most `requests` per day or month (UTC). */
const quota = () =>
  z
    .strictObject({
      requests: z.number().check(z.int(), z.minimum(1), z.maximum(1_000_000_000)),
      period: z.enum(["day", "month"]),
      shards: shards(),
    })
    .check(isShared);

const permissions = () => z.array(permissionPattern()).check(z.maxLength(100));

export const apiKeys = {
  /**
   * Creates an API key. Only this response contains the secret, `key`.
   *
   * Without `permissions` the key has full access, which requires a caller with full access; an
   * empty list creates a key without any access. 403 for a permission that the caller does not
   * hold. 422 `unknown_permission` for a permission that is neither built in nor created with
   * `createPermission`, and for a pattern that matches none. With `organizationId` the key is bound
   * to that organization. 409 `conflict` when the project has 500 keys; 409 `not_available` for
   * `permissions` while the project's `apiKeyPermissions` setting is off.
   *
   * `rateLimit` allows `requests` per window of `windowSeconds`, `quota` per UTC day or month; no
   * limit by default. Both count requests made with the key and `verifyKey` calls for it, and
   * neither is ever exceeded. More `shards` (1 by default, at most 32) let more concurrent requests
   * through without waiting for each other, but make the reported remaining count an estimate. From
   * 1,000 requests on, a limit has at least one shard for each 100, up to 64. With few shards, some
   * of very many concurrent requests fail with 503 `temporarily_unavailable` and are not counted.
   *
   * `createdBy` is the user whom your app creates the key for. When a directory ends the access of
   * that user to the key's organization, the key is revoked. A key that such a key creates has the
   * same `createdBy`. 404 for a user that the project does not have.
   *
   * A key cannot be used to gain more than it has: a key that expires cannot create a key that
   * outlives it, and a key with its own rate limit or quota cannot create keys (403).
   */
  createKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/create",
    permission: "api_key.create",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        name: text(100),
        organizationId: z.optional(idInput("organization")),
        createdBy: z.optional(idInput("user")),
        permissions: z.optional(permissions()),
        expiresAt: z.optional(timeInput()),
        metadata: z.optional(jsonObject(16)),
        rateLimit: z.optional(rateLimit()),
        quota: z.optional(quota()),
      }),
    output: () => NewApiKey,
    events: ["api_key.created"],
    organizationKeys: true,
    secret: true,
  }),

  /**
   * Lists all keys of the project, newest first, as an array; a project has at most 500. Use
   * `listKeyPages` for pages.
   */
  listKeys: operation({
    kind: "query",
    method: "GET",
    path: "/api/auth/api-key/list",
    permission: "api_key.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.array(ApiKey),
    organizationKeys: true,
  }),

  /** Lists the project's keys in pages, newest first. */
  listKeyPages: operation({
    kind: "query",
    method: "POST",
    path: "/api/auth/api-key/list",
    permission: "api_key.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject(pageInput()),
    output: () => pageOutput(ApiKey),
    organizationKeys: true,
  }),

  /** Returns a key, without its secret. 404 when the project has no key with that id. */
  getKey: operation({
    kind: "query",
    path: "/api/auth/api-key/get",
    permission: "api_key.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ keyId: idInput("apiKey") }),
    output: () => ApiKey,
    organizationKeys: true,
    client: { parameters: ["keyId"] },
  }),

  /**
   * Updates the given fields. The caller must hold the permissions of the key, before and after.
   *
   * `permissions` replaces the list and ends full access. `enabled: false` rejects the key until it
   * is enabled again. `expiresAt: null` removes the expiry. A key cannot extend its own expiry
   * (403), and the expiry of a rotated key cannot be extended (409). A key that expires cannot
   * extend another key beyond its own expiry, and a key with a limit of its own cannot set limits
   * (403).
   *
   * `rateLimit` and `quota` are as in `createKey`; null removes them. Requests already counted in
   * the window stay counted unless its length or the number of shards changes. 409 `not_available` for a change
   * of `permissions` while the project's `apiKeyPermissions` setting is off.
   */
  updateKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/update",
    permission: "api_key.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        keyId: idInput("apiKey"),
        name: z.optional(text(100)),
        permissions: z.optional(permissions()),
        enabled: z.optional(z.boolean()),
        expiresAt: z.optional(z.nullable(timeInput())),
        metadata: z.optional(jsonObject(16)),
        rateLimit: z.optional(z.nullable(rateLimit())),
        quota: z.optional(z.nullable(quota())),
      }),
    output: () => ApiKey,
    events: ["api_key.updated"],
    organizationKeys: true,
  }),

  /**
   * Revokes a key permanently and immediately, also for requests in progress. The caller must hold
   * the permissions of the key (403 `forbidden`). A key can always revoke itself, without any
   * permission.
   */
  deleteKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/delete",
    permission: "api_key.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ keyId: idInput("apiKey") }),
    output: () => ok(),
    events: ["api_key.revoked"],
    organizationKeys: true,
    onItself: "keyId",
    client: { returns: null },
  }),

  /**
   * Replaces a key with a new one, and returns the new key with its secret. The new key has the
   * same name, permissions, organization, expiry and limits (both keys count together). The old key
   * stays valid for `gracePeriodSeconds` (0 to 30 days, one day by default), but never beyond its
   * own expiry; `replaced` has its new expiry. 409 `conflict` when the key is not active or was
   * already rotated, 403 when it outlives the calling key.
   */
  rotateKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/rotate",
    permission: "api_key.rotate",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        keyId: idInput("apiKey"),
        gracePeriodSeconds: z._default(
          z.number().check(z.int(), z.minimum(0), z.maximum(2_592_000)),
          86_400,
        ),
      }),
    output: () =>
      z.extend(NewApiKey, { replaced: z.object({ id: z.string(), expiresAt: isoDate() }) }),
    events: ["api_key.rotated"],
    organizationKeys: true,
    secret: true,
    client: { parameters: ["keyId"] },
  }),

  /**
   * Verifies a key that was presented to your own API: whether it is valid, has the permissions and
   * can be used for the organization. Always returns 200; `code` gives the reason. `not_found`
   * includes keys of other projects, `revoked` includes disabled keys. Records the last use of the
   * key and, with `ipAddress` (the address of the request that presented it), the network it came
   * from.
   *
   * A valid verification counts against the limits of the key, its organization and the project.
   * When one of them is reached, the result is `rate_limited` or `quota_exceeded`, and nothing is
   * counted. `rateLimit` describes the limit closest to being reached; it is absent when no limit
   * applies. The calling key is not counted.
   *
   * At most 100 unknown keys per minute and caller, to prevent guessing; then 429.
   */
  verifyKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/verify",
    permission: "api_key.verify",
    session: "none",
    input: () =>
      z.strictObject({
        key: text(256),
        permission: z.optional(permissionPattern()),
        permissions: z.optional(permissions()),
        organizationId: z.optional(idInput("organization")),
        ipAddress: z.optional(text(64)),
      }),
    output: () =>
      z.object({
        valid: z.boolean(),
        code: z.enum([
          "valid",
          "not_found",
          "expired",
          "revoked",
          "insufficient_permissions",
          "rate_limited",
          "quota_exceeded",
        ]),
        apiKey: z.optional(ApiKey),
        rateLimit: z.optional(
          z.object({
            name: z.string(),
            limit: z.number(),
            remaining: z.number(),
            windowSeconds: z.number(),
            resetSeconds: z.number(),
          }),
        ),
      }),
    organizationKeys: true,
    repeatable: true,
    uncounted: true,
  }),

  /**
   * Returns the usage of a key per UTC day, newest first, for at most 400 days: `verifications`
   * that were valid, and `requests` made with the key, which are counted only for keys with a
   * limit. Days without either are omitted. The last minute or so may be missing. `limits` has the
   * exact count for every limit that applies to the key, including those of its organization and
   * project.
   */
  getUsage: operation({
    kind: "query",
    path: "/api/auth/api-key/usage",
    permission: "api_key.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        keyId: idInput("apiKey"),
        days: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(400)), 30),
      }),
    output: () =>
      z.object({
        keyId: z.string(),
        days: z.array(
          z.object({ day: z.string(), verifications: z.number(), requests: z.number() }),
        ),
        limits: z.array(
          z.object({
            name: z.string(),
            limit: z.number(),
            used: z.number(),
            remaining: z.number(),
            windowStart: isoDate(),
            resetAt: isoDate(),
          }),
        ),
      }),
    organizationKeys: true,
    client: { parameters: ["keyId"] },
  }),

  /**
   * Lists the keys that have not been used for `days` days (90 by default), including keys of at
   * least that age that were never used. Not paged, because a project has at most 500 keys.
   */
  listUnusedKeys: operation({
    kind: "query",
    path: "/api/auth/api-key/unused",
    permission: "api_key.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        days: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(3_650)), 90),
      }),
    output: () => z.object({ apiKeys: z.array(ApiKey) }),
    organizationKeys: true,
    client: { returns: "apiKeys" },
  }),

  /**
   * Returns the limits shared by all keys of an organization or, without `organizationId`, of the
   * project. 404 when the project has no such organization.
   */
  getLimits: operation({
    kind: "query",
    path: "/api/auth/api-key/limits",
    permission: "api_key.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ organizationId: z.optional(idInput("organization")) }),
    output: () => KeyLimits,
    organizationKeys: true,
  }),

  /**
   * Sets the limits shared by all keys of an organization or, without `organizationId`, of the
   * project. They take effect at once, in addition to each key's own limits. `rateLimit` and
   * `quota` are as in `createKey`; null removes them, an omitted one is unchanged. 404 when the
   * project has no such organization; 403 for a key that has a limit of its own or is bound to an
   * organization.
   */
  setLimits: operation({
    kind: "mutation",
    path: "/api/auth/api-key/limits/set",
    permission: "api_key.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        organizationId: z.optional(idInput("organization")),
        rateLimit: z.optional(z.nullable(rateLimit())),
        quota: z.optional(z.nullable(quota())),
      }),
    output: () => KeyLimits,
    events: ["api_key.limits_updated"],
    deployment: true,
  }),
};
