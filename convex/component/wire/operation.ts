/**
 * How operations are declared. Each is declared once, in its slice's `contract.ts`; routing,
 * parsing, permission checks, the client's types and hover docs, and `openapi.json` all derive from
 * that declaration. The docstring of the property that holds it is its documentation.
 */
import type * as z from "zod/mini";

interface OperationFields {
  /**
   * A query reads from one snapshot; a mutation is one transaction, which includes its audit entry
   * and event.
   */
  readonly kind: "query" | "mutation";
  /**
   * Path under the runtime's base URL. Queries accept `POST` and `GET` (input as query parameters),
   * mutations only `POST`.
   */
  readonly path: string;
  /**
   * Restricts the declaration to one method, for a path whose `GET` has another shape than its
   * `POST`.
   */
  readonly method?: "GET" | "POST";
  /**
   * The permission that the caller needs; null if every authenticated caller may call it (about
   * itself).
   */
  readonly permission: string | null;
  /**
   * Mutations: the event (and audit entry) types that it may record. Every success records at least
   * one, unless the operation is `repeatable`.
   */
  readonly events?: readonly string[];
  /** How the client's method differs from the operation. */
  readonly client?: ClientShape;
  /**
   * Whether a key bound to one organization may call it. If true, the slice's model must restrict
   * it to rows of that organization. Default false.
   */
  readonly organizationKeys?: boolean;
  /**
   * Differences in what the organization plugin of Better Auth's client, which calls by session,
   * sends or reads.
   */
  readonly betterAuth?: BetterAuthShape;
  /** The input field with which a key may name itself without holding the permission. */
  readonly onItself?: string;
  /**
   * Gives the handler access to the deployment's own rows, such as projects. projects/model.ts
   * limits callers outside the admin project to their own.
   */
  readonly deployment?: boolean;
  /**
   * A read without a credential: over HTTP, the input's `clientId` selects the project. Such
   * callers have no permissions and can call nothing else, so `permission` is null. With a key, or
   * in process, the client must belong to the caller's project.
   */
  readonly public?: true;
  /**
   * The response shows a secret once: an idempotent replay gets 409 `secret_already_shown` instead
   * of the stored response.
   */
  readonly secret?: boolean;
  /** Safe to repeat, so no idempotency key is sent or stored for it. */
  readonly repeatable?: boolean;
  /**
   * An input field that identifies what is created: a second call with the same value changes
   * nothing while the resource exists.
   */
  readonly idempotencyField?: string;
  /**
   * Does not count against the limits of the calling key: it counts against those of the key that
   * its input contains.
   */
  readonly uncounted?: true;
  /**
   * An input field with a new password. It is hashed outside the transaction, and the function is
   * then called again with the hash.
   */
  readonly hashes?: string;
  /** An input field that needs a body of more than the usual 1 MiB over HTTP. */
  readonly largeField?: LargeField;
  /**
   * Work on the input that no transaction can do, such as a request to another server. The function
   * asks for it, and is then called again with the result.
   */
  readonly prepares?: "samlMetadata";
}

export interface LargeField {
  readonly name: string;
  /** Bytes of the body that holds the longest value with its JSON escapes, and the other fields. */
  readonly maximumBody: number;
}

/**
 * Who may call an operation by session. Operators (operators/) work in the project that the input's
 * `projectId` names, with the permissions of their role in it, except where a row says otherwise.
 */
type SessionUse =
  | {
      /** No session may call it. */
      readonly session: "none";
      readonly sessionOnly?: undefined;
      readonly inImpersonation?: undefined;
      readonly stepUp?: undefined;
    }
  | {
      /**
       * `project`: operators only. `operator`: operators only, about their own projects and without
       * a `projectId`; the model checks their role.
       */
      readonly session: "project" | "operator";
      readonly sessionOnly?: undefined;
      readonly inImpersonation?: undefined;
      readonly stepUp: StepUp;
    }
  | ({
      /**
       * `organization`: in one organization, by the user's permissions there. The input selects it,
       * either directly or by one of its members, teams or invitations; otherwise it is the
       * session's active organization. `self`: about the user, without any permission.
       */
      readonly session: "organization" | "self";
      /**
       * Whether impersonation sessions may call it as well. True only for operations that leave
       * nothing behind when the impersonation ends: reads, and changes to the session itself.
       */
      readonly inImpersonation: boolean;
    } & (
      | { readonly sessionOnly?: undefined; readonly stepUp: StepUp }
      | {
          /** Only an end user's session may call it: it concerns the signed-in user. */
          readonly sessionOnly: true;
          readonly stepUp?: undefined;
        }
    ));

/**
 * Whether an operator needs a sign-in or step-up in the last 10 minutes: for what shows or replaces a
 * secret, deletes, signs in as a user, or changes who may sign in.
 */
type StepUp = boolean;

interface Schemas {
  readonly input: z.ZodMiniObject;
  readonly output: z.ZodMiniType;
}

export type OperationDefinition = OperationFields & Schemas & SessionUse;

/**
 * By default a method of the client takes the input as one object, or nothing if there are no
 * fields, and resolves to the answer.
 */
export interface ClientShape {
  /**
   * The fields, by the client's names, that are positional parameters. The other fields follow in
   * one object, together with the options of the call. `projectId` is the expected project, which
   * every operation accepts.
   */
  readonly parameters?: readonly ParameterName[];
  /** The client's names of input fields → the wire's. */
  readonly names?: Readonly<Record<string, string>>;
  /** The field of the answer that the method resolves to; null: it resolves to nothing. */
  readonly returns?: string | null;
}

/** Their labels in the client's signatures are in src/parameters.ts. */
export type ParameterName =
  | "category"
  | "clientId"
  | "connectionId"
  | "data"
  | "deliveryId"
  | "directoryId"
  | "directoryGroupId"
  | "directoryUserId"
  | "endpointId"
  | "id"
  | "idOrSlug"
  | "invitationId"
  | "keyId"
  | "messageId"
  | "newPassword"
  | "organizationId"
  | "projectId"
  | "providerId"
  | "role"
  | "secretId"
  | "sessionId"
  | "slug"
  | "teamId"
  | "template"
  | "to"
  | "userId";

export interface BetterAuthShape {
  /** Its field names → ours. */
  readonly names?: Readonly<Record<string, string>>;
  /** Additional fields that it sends and that carry no information. */
  readonly ignores?: readonly string[];
  /** Its GET expects only the items of a list, at most 100. */
  readonly readsItems?: true;
  /** Its GET expects null when no organization is given and none is active. */
  readonly readsNull?: true;
}

/** An operation as a contract declares it: with functions that build its schemas. */
type OperationDeclaration = OperationFields &
  SessionUse & {
    readonly input: () => Schemas["input"];
    readonly output: () => Schemas["output"];
  };

/** What `operation` makes of a declaration, with the exact types of the schemas. */
type Declared<D extends OperationDeclaration> = {
  readonly [K in keyof D]: K extends keyof Schemas
    ? D[K] extends () => infer S
      ? S
      : never
    : D[K];
};

/**
 * Declares an operation, preserving the exact types of its input and output. The schemas are built
 * at their first use: every call evaluates the contract of its slice anew and needs only those of
 * one operation.
 */
export function operation<const D extends OperationDeclaration>(declaration: D): Declared<D> {
  let input: Schemas["input"] | undefined;
  let output: Schemas["output"] | undefined;
  const built = {
    ...declaration,
    get input() {
      return (input ??= declaration.input());
    },
    get output() {
      return (output ??= declaration.output());
    },
  };
  return built as Declared<D>; // the declaration with two of its properties called
}

export type OperationInput<D extends OperationDefinition> = z.output<D["input"]>;
export type OperationOutput<D extends OperationDefinition> = z.output<D["output"]>;
