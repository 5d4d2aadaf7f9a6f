import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  idInput,
  idOutput,
  isoDate,
  jsonObject,
  jsonOutput,
  pageInput,
  pageOutput,
  text,
} from "../wire/fields";
import { largeData, secretContext, secretData } from "./fields";

/** A secret of the vault, without its value. */
export const VaultSecret = z.object({
  id: idOutput("vaultSecret"),
  name: z.string(),
  /** The organization that it belongs to; null for the project. */
  organizationId: z.nullable(z.string()),
  /** The names in the context that it was encrypted with, sorted. The values are not stored. */
  contextKeys: z.array(z.string()),
  metadata: jsonOutput(),
  /** Counts up from 1 with every `update`. */
  version: z.number(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type VaultSecret = z.output<typeof VaultSecret>;

/** The progress of a rotation, over all secrets of the project that the runtime encrypts. */
export const VaultRotation = z.object({
  /**
   * `in_progress`: the runtime continues by itself. `completed`: everything is under new keys, and
   * the salts of the old ones are deleted. `incomplete`: as `completed`, except for `failed` secrets.
   */
  status: z.enum(["in_progress", "completed", "incomplete"]),
  /** Secrets under new keys so far, in this rotation. */
  rotated: z.number(),
  /** Secrets whose keys no accepted `BANATA_AUTH_SECRET` opens. Their old keys are kept. */
  failed: z.number(),
  /** Secrets under old keys that were not tried yet, without `failed` ones; counted up to 1,000. */
  remaining: z.number(),
});
export type VaultRotation = z.output<typeof VaultRotation>;

export const vault = {
  /**
   * Encrypts a value, stores it and returns the id of the secret.
   *
   * Each value is encrypted under a key of its own (AES-256-GCM). `data` is text of at most 700 KiB
   * in UTF-8 without control characters other than tab, LF and CR; encode other data, for example
   * in base64. 422 for more. The HTTP body can have 6 MiB, which leaves room for JSON escapes.
   *
   * `context` has at most 10 pairs of strings. A caller that decrypts the value must present exactly the
   * same pairs, in any order: they are part of the encryption, and their values are stored nowhere.
   * Use it for what the calling code knows anyway, such as the id of the customer that the value
   * belongs to. With `organizationId` the secret belongs to that organization and is deleted with
   * it; 404 when the project has no such organization. A key bound to an organization creates
   * secrets of that organization. `name` and `metadata` (at most 4 KiB of JSON) are not encrypted
   * and appear in events. Names need not be unique.
   */
  encrypt: operation({
    kind: "mutation",
    path: "/api/auth/banata/vault/encrypt",
    permission: "vault.write",
    session: "project",
    stepUp: false,
    largeField: largeData,
    input: () =>
      z.strictObject({
        name: text(200),
        data: secretData(),
        context: z.optional(secretContext()),
        organizationId: z.optional(idInput("organization")),
        metadata: z.optional(jsonObject(4)),
      }),
    output: () => z.object({ id: idOutput("vaultSecret") }),
    events: ["vault.secret.created"],
    organizationKeys: true,
  }),

  /**
   * Decrypts a secret and returns its value as `data`. Every call leaves an audit entry
   * (`vault.secret.read`), so it is a `POST` and cannot be called from a query.
   *
   * 403 when `context` is not the one that the value was encrypted with; the denied attempt is in
   * the audit log with the secret as its target. After 30 wrong contexts in a minute, by all
   * callers together and with those of `update`, 429 for every context until the minute ends. 404 when the secret does not exist or belongs to
   * an organization that the calling key is not bound to. 409 `not_available` when its key cannot be
   * decrypted because `BANATA_AUTH_SECRET` was lost. 500 `integrity_failure` when the stored value or
   * key was modified or is incomplete; this is in the audit log, too (`vault.secret.corrupted`).
   */
  decrypt: operation({
    kind: "mutation",
    path: "/api/auth/banata/vault/decrypt",
    permission: "vault.decrypt",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        secretId: idInput("vaultSecret"),
        context: z.optional(secretContext()),
      }),
    output: () => z.object({ data: z.string() }),
    organizationKeys: true,
    repeatable: true,
  }),

  /**
   * Lists secrets without their values, newest first; with `organizationId`, only those of that
   * organization.
   */
  list: operation({
    kind: "query",
    path: "/api/auth/banata/vault/list",
    permission: "vault.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({ organizationId: z.optional(idInput("organization")), ...pageInput() }),
    output: () => pageOutput(VaultSecret),
    organizationKeys: true,
  }),

  /** Returns a secret without its value. */
  get: operation({
    kind: "query",
    path: "/api/auth/banata/vault/get",
    permission: "vault.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ id: idInput("vaultSecret") }),
    output: () => VaultSecret,
    organizationKeys: true,
    client: { parameters: ["secretId"], names: { secretId: "id" } },
  }),

  /**
   * Replaces the value of a secret and returns the new version. The earlier value cannot be
   * decrypted any more.
   *
   * `context` must be the one that the secret was encrypted with, else 403, or 429 as for
   * `decrypt`; it cannot be changed.
   * With `versionCheck`, 409 `conflict` when the secret has another version, so that two writers do
   * not overwrite each other.
   */
  update: operation({
    kind: "mutation",
    path: "/api/auth/banata/vault/update",
    permission: "vault.write",
    session: "project",
    stepUp: false,
    largeField: largeData,
    input: () =>
      z.strictObject({
        id: idInput("vaultSecret"),
        data: secretData(),
        context: z.optional(secretContext()),
        versionCheck: z.optional(z.number().check(z.int(), z.minimum(1))),
      }),
    output: () => z.object({ id: idOutput("vaultSecret"), version: z.number() }),
    events: ["vault.secret.updated"],
    organizationKeys: true,
    client: { names: { secretId: "id" } },
  }),

  /** Deletes a secret with its value and its key. Needs no context. */
  delete: operation({
    kind: "mutation",
    path: "/api/auth/banata/vault/delete",
    permission: "vault.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("vaultSecret") }),
    output: () => z.object({ status: z.literal("deleted") }),
    events: ["vault.secret.deleted"],
    organizationKeys: true,
    client: { names: { secretId: "id" } },
  }),

  /**
   * Replaces the keys that protect the secrets of the project: those of the vault, of connections
   * and of social providers. The encrypted values stay as they are; only their keys are encrypted
   * anew, `batchSize` of them (at most 200, default 100) in this call and the others in the
   * background. When none remains, the salts of the old keys are deleted. Rows that were copied
   * before then need a salt that this database does not have any more. A backup of the whole
   * database has it, and opens with the `BANATA_AUTH_SECRET` of its time: after a leak of both,
   * replace the values.
   *
   * A call during a rotation continues it, and a call within ten minutes after its end reports it
   * again, so a loop that calls until `remaining` is 0 ends. Secrets can be read and written
   * meanwhile. A rotation that ends with `failed` secrets is `incomplete`, and keeps the salts that
   * they need: delete them, or restore the lost secret as `BANATA_AUTH_SECRET_PREVIOUS`, and call
   * again.
   *
   * This does not replace `BANATA_AUTH_SECRET`; docs/rotation.md describes how to do that.
   */
  rotateKey: operation({
    kind: "mutation",
    path: "/api/auth/banata/vault/rotate-key",
    permission: "vault.rotate",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        batchSize: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(200)), 100),
      }),
    output: () => VaultRotation,
    events: ["vault.secret.rotated"],
    repeatable: true,
  }),
};
