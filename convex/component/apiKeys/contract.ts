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
  /** To the hour. */
  lastUsedAt: z.nullable(isoDate()),
  /**
   * The network that it was used from then, never the address: `203.0.113.0/24`, `2001:db8:1::/48`.
   * Null when none was told.
   */
  lastUsedFrom: z.nullable(z.string()),
  /** Null: none of its own. */
  rateLimit: z.nullable(shownRateLimit),
  quota: z.nullable(shownQuota),
  replacedBy: z.nullable(z.string()),
  metadata: jsonOutput(),
  createdAt: isoDate(),
});
export type ApiKey = z.output<typeof ApiKey>;

const NewApiKey = z.extend(ApiKey, { key: z.string() });
/**
 * What keys may do together: those of an organization, or (`organizationId` null) all of the
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
  { error: "Expected at most as many as requests", path: ["shards"] },
);
/** So many in each window of the clock (UTC): with 60 seconds, in each minute. */
const rateLimit = () =>
  z
    .strictObject({
      requests: z.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)),
      windowSeconds: z.number().check(z.int(), z.minimum(1), z.maximum(86_400)),
      shards: shards(),
    })
    .check(isShared);
/** So many in each day or month (UTC). */
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
   * Creates a key and shows it: `key` is in this answer and never again.
   *
   * Without `permissions` the key has full access, which only a caller with full access can give;
   * an empty list is a key without any access. A permission that the caller does not hold is
   * refused with 403; one that is neither built in nor made with `createPermission`, and a pattern
   * that covers none, with 422 `unknown_permission`. With `organizationId` the key works on that
   * organization alone. 409 `conflict` at 500 keys in the project, 409 `not_available` for
   * `permissions` while the project's `apiKeyPermissions` is off.
   *
   * `rateLimit` lets `requests` through in each window of `windowSeconds`, `quota` in each UTC day or month; none unless given. They count the key's own requests and `verifyKey` of it. Neither is ever exceeded; where many
   * requests come at once, more `shards` (1 unless given, at most 32) let more of them through
   * without waiting for each other, and what is said to remain becomes an estimate. With few of
   * them, some of very many at once are told to come back (429), and not counted.
   *
   * Nobody gets more by making a key: one that ends cannot make a key that outlives it, and one
   * with a rate limit or quota of its own makes none (403).
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
      rateLimit: z.optional(rateLimit()),
      quota: z.optional(quota()),
    }),
    output: NewApiKey,
    events: ["api_key.created"],
    organizationKeys: true,
    secret: true,
  }),

  /**
   * All keys of the project, newest first, as an array: a project has at most 500. `listKeyPages`
   * pages.
   */
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
    output: pageOutput(ApiKey),
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
   * Changes the fields that are given. The caller must hold what the key holds, before and after.
   * `permissions` replaces the list and ends full access;
   * `enabled: false` refuses the key until it is enabled again; `expiresAt: null` removes the expiry; a key cannot put off its own (403), and a rotated one's cannot be put off (409).
   * Nor can a key put off another's end beyond its own, or set limits when it has one of its own
   * (403). `rateLimit` and `quota` as in `createKey`, null for none. What was counted in the window
   * stays counted as long as its length and its `shards` stay. 409 `not_available` for other
   * `permissions` while the project's `apiKeyPermissions` is off.
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
      rateLimit: z.optional(z.nullable(rateLimit())),
      quota: z.optional(z.nullable(quota())),
    }),
    output: ApiKey,
    events: ["api_key.updated"],
    organizationKeys: true,
  }),

  /**
   * Revokes the key: permanent and at once, also for requests under way. The caller must hold what
   * the key grants (403 `forbidden`). A key can always revoke itself, without any permission.
   */
  deleteKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/delete",
    permission: "api_key.delete",
    input: z.strictObject({ keyId: idInput("apiKey") }),
    output: ok(),
    events: ["api_key.revoked"],
    organizationKeys: true,
    onItself: "keyId",
    positional: "keyId",
  }),

  /**
   * Makes a successor with the same name, permissions, organization, limits (both count together)
   * and expiry, and shows it; the old key stays good for `gracePeriodSeconds` (0 to 30 days,
   * default one day), never longer than it was before. `replaced` is the old key's new expiry. 409
   * `conflict` when the key was rotated already, 403 when it outlives the key that asks.
   */
  rotateKey: operation({
    kind: "mutation",
    path: "/api/auth/api-key/rotate",
    permission: "api_key.rotate",
    input: z.strictObject({
      keyId: idInput("apiKey"),
      gracePeriodSeconds: z._default(
        z.number().check(z.int(), z.minimum(0), z.maximum(2_592_000)),
        86_400,
      ),
    }),
    output: z.extend(NewApiKey, { replaced: z.object({ id: z.string(), expiresAt: isoDate() }) }),
    events: ["api_key.rotated"],
    organizationKeys: true,
    secret: true,
    positional: "keyId",
  }),

  /**
   * Tells a product's own API whether a key presented to it is good, holds the permissions and
   * works on the organization. Always 200: `code` says why not, and
   * `not_found` is also every key of another project. `revoked` is also a key that is disabled. The key's last use is recorded, and with `ipAddress` (whose request it was) the network that it came from.
   *
   * What is valid is counted against the limits of the key, its organization and the project:
   * `rate_limited` and `quota_exceeded` when one of them is used up, and then nothing is counted.
   * `rateLimit` says what is left of the one that is nearest to its end; it is absent for a key
   * without any. The key that asks is not counted.
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
      ipAddress: z.optional(text(64)),
    }),
    output: z.object({
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
   * How often the key was used, newest day (UTC) first, at most 400 of them: `verifications` that
   * said valid, and `requests` by the key itself, which are counted for a key with a limit alone.
   * Days without either are left out. Complete but for the last minute or so. `limits` says what
   * was counted of each limit that holds for the key, its organization's and the project's too, and
   * is exact.
   */
  getUsage: operation({
    kind: "query",
    path: "/api/auth/api-key/usage",
    permission: "api_key.read",
    input: z.strictObject({
      keyId: idInput("apiKey"),
      days: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(400)), 30),
    }),
    output: z.object({
      keyId: z.string(),
      days: z.array(z.object({ day: z.string(), verifications: z.number(), requests: z.number() })),
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
    positional: "keyId",
  }),

  /**
   * The keys that were not used for `days` days (90 unless given): those whose last use is longer
   * ago, and those never used that are older. All of them in one answer: a project has at most 500
   * keys.
   */
  listUnusedKeys: operation({
    kind: "query",
    path: "/api/auth/api-key/unused",
    permission: "api_key.read",
    input: z.strictObject({
      days: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(3_650)), 90),
    }),
    output: z.object({ apiKeys: z.array(ApiKey) }),
    organizationKeys: true,
  }),

  /**
   * What the keys of the organization, or without `organizationId` all keys of the project, may do
   * together. 404 when the project has no such organization.
   */
  getLimits: operation({
    kind: "query",
    path: "/api/auth/api-key/limits",
    permission: "api_key.read",
    input: z.strictObject({ organizationId: z.optional(idInput("organization")) }),
    output: KeyLimits,
    organizationKeys: true,
  }),

  /**
   * Sets what the keys of the organization, or without `organizationId` all keys of the project,
   * may do together; it holds at once, beside what each has of its own. `rateLimit` and `quota` as
   * in `createKey`, null for none; what is not given stays. 404 when the project has no such
   * organization; 403 for a key that has a limit of its own, or works on one organization alone.
   */
  setLimits: operation({
    kind: "mutation",
    path: "/api/auth/api-key/limits/set",
    permission: "api_key.update",
    input: z.strictObject({
      organizationId: z.optional(idInput("organization")),
      rateLimit: z.optional(z.nullable(rateLimit())),
      quota: z.optional(z.nullable(quota())),
    }),
    output: KeyLimits,
    events: ["api_key.limits_updated"],
    deployment: true,
  }),
};
