/**
 * How an operation is declared. An operation is declared once, in its slice's `contract.ts`;
 * routing, parsing, permission checks, the client's types and hover docs, and `openapi.json` come
 * from that declaration. The docstring of the property that holds it is its documentation.
 */
import type * as z from "zod/mini";

interface OperationFields {
  /**
   * A query reads at one snapshot; a mutation is one transaction that also writes its audit entry
   * and event.
   */
  readonly kind: "query" | "mutation";
  /**
   * Path under the runtime's base URL. Queries answer `POST` and `GET` (input as query parameters),
   * mutations `POST`.
   */
  readonly path: string;
  /**
   * Only for a path that answers `GET` with another shape than `POST`: the one method of this
   * declaration.
   */
  readonly method?: "GET" | "POST";
  /**
   * What the caller must hold; null only where every authenticated caller may ask (about itself).
   */
  readonly permission: string | null;
  readonly input: z.ZodMiniObject;
  readonly output: z.ZodMiniType;
  /**
   * Mutations: the types of the events (and audit entries) that it may leave, at least one of them
   * on every success of one that is not `repeatable`.
   */
  readonly events?: readonly string[];
  /**
   * The field that stands for the whole input when the client is called with a string:
   * `getUser("usr_…")`.
   */
  readonly positional?: string;
  /**
   * What a key that is bound to one organization may do with it: nothing (the default), or work on
   * rows of its own organization, which the slice's model then enforces.
   */
  readonly organizationKeys?: boolean;
  /** Only a session may call it: it is about the user who is signed in. */
  readonly sessionOnly?: true;
  /**
   * Where the organization plugin of Better Auth's client, which calls by session, sends or reads
   * something else.
   */
  readonly betterAuth?: BetterAuthShape;
  /** The field of the input in which a key may name itself without holding the permission. */
  readonly onItself?: string;
  /**
   * It is about projects, so its handler gets at the deployment's own rows: all of them for the
   * admin project, its own for any other (projects/model.ts).
   */
  readonly deployment?: boolean;
  /**
   * A read that needs no credential: over HTTP its input's `clientId` names the project. Such a
   * caller has no permission at all and can call nothing else, so
   * `permission` is null. With a key, or in process, the client must be of the caller's project.
   */
  readonly public?: true;
  /**
   * The answer shows a secret once: an idempotent replay answers 409 `secret_already_shown` instead
   * of the stored answer.
   */
  readonly secret?: boolean;
  /**
   * A mutation that may be made twice without harm: no idempotency key is sent or stored for it.
   */
  readonly repeatable?: boolean;
  /**
   * A field of the input that names what is made, for as long as it is there: the second call with
   * it changes nothing.
   */
  readonly idempotencyField?: string;
  /**
   * It counts what it is asked about, so it does not count against the limits of the key that asks.
   */
  readonly uncounted?: true;
  /**
   * A field of the input with a new password: it is hashed outside the transaction, and the
   * function is called a second time with the hash.
   */
  readonly hashes?: string;
}

/** How a session may call an operation: not at all (the default), or as `session` says. */
type SessionUse =
  | { readonly session?: undefined; readonly inImpersonation?: undefined }
  | {
      /**
       * In one organization, by the user's permissions there; or about the user itself, without any
       * permission. The organization is the one that the input names, directly or by a member, team
       * or invitation in it; when it names none, the one that is active in the session.
       */
      readonly session: "organization" | "self";
      /**
       * Whether a session that somebody else began as the user may call it, too. True only for what
       * leaves nothing behind when the impersonation ends: reads, and changes of the session itself.
       */
      readonly inImpersonation: boolean;
    };

export type OperationDefinition = OperationFields & SessionUse;

export interface BetterAuthShape {
  /** Its name of a field → ours. */
  readonly names?: Readonly<Record<string, string>>;
  /** Fields that it sends besides, and that say nothing new. */
  readonly ignores?: readonly string[];
  /** Its GET reads the items of a list, at most 100, and nothing else. */
  readonly readsItems?: true;
  /** Its GET reads null when no organization is named and none is active. */
  readonly readsNull?: true;
}

/** Declares an operation, keeping the exact types of its input and output. */
export function operation<const D extends OperationDefinition>(definition: D): D {
  return definition;
}

export type OperationInput<D extends OperationDefinition> = z.output<D["input"]>;
export type OperationOutput<D extends OperationDefinition> = z.output<D["output"]>;
