/**
 * The messages of the sync protocol, as in `convex/src/browser/sync/protocol.ts`. Client messages
 * are parsed here; unknown fields of newer clients are ignored.
 */
import { z } from "zod";
import type { JSONValue } from "convex/values";

const version = z.int().nonnegative();
const json = z.custom<JSONValue>((value) => value !== undefined);
const call = { udfPath: z.string(), args: z.array(json), componentPath: z.string().optional() };

const addQuery = z.object({
  type: z.literal("Add"),
  queryId: version,
  ...call,
  journal: z.string().nullish(),
});
const removeQuery = z.object({ type: z.literal("Remove"), queryId: version });

const authenticate = z.discriminatedUnion("tokenType", [
  z.object({ type: z.literal("Authenticate"), tokenType: z.literal("None"), baseVersion: version }),
  z.object({
    type: z.literal("Authenticate"),
    tokenType: z.literal("User"),
    value: z.string(),
    baseVersion: version,
  }),
  z.object({
    type: z.literal("Authenticate"),
    tokenType: z.literal("Admin"),
    value: z.string(),
    baseVersion: version,
    impersonating: z.record(z.string(), json).nullish(),
  }),
]);

const clientMessage = z.union([
  z.discriminatedUnion("type", [
    z.object({
      type: z.literal("Connect"),
      sessionId: z.string(),
      connectionCount: version,
      lastCloseReason: z.string().nullish(),
      maxObservedTimestamp: z.string().nullish(),
      clientTs: z.number().nullish(),
    }),
    z.object({
      type: z.literal("ModifyQuerySet"),
      baseVersion: version,
      newVersion: version,
      modifications: z.array(z.discriminatedUnion("type", [addQuery, removeQuery])),
    }),
    z.object({ type: z.literal("Mutation"), requestId: version, ...call }),
    z.object({ type: z.literal("Action"), requestId: version, ...call }),
    z.object({ type: z.literal("Event") }),
  ]),
  authenticate,
]);

export type ClientMessage = z.output<typeof clientMessage>;
export type Message<Type extends ClientMessage["type"]> = Extract<ClientMessage, { type: Type }>;
export type AddQuery = z.output<typeof addQuery>;
export type QueryModification = AddQuery | z.output<typeof removeQuery>;

/** Throws an Error that describes the problem with the message. */
export function parseClientMessage(text: string): ClientMessage {
  const parsed = clientMessage.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(z.prettifyError(parsed.error));
}

export interface StateVersion {
  readonly querySet: number;
  readonly identity: number;
  /** Base64, see timestamps.ts. */
  readonly ts: string;
}

export type StateModification =
  | {
      readonly type: "QueryUpdated";
      readonly queryId: number;
      readonly value: JSONValue;
      readonly logLines: readonly string[];
      readonly journal: string | null;
    }
  | {
      readonly type: "QueryFailed";
      readonly queryId: number;
      readonly errorMessage: string;
      readonly errorData?: JSONValue;
      readonly logLines: readonly string[];
      readonly journal: string | null;
    }
  | { readonly type: "QueryRemoved"; readonly queryId: number };

type Failure = { readonly success: false; readonly result: string; readonly errorData?: JSONValue };

export type ServerMessage =
  | {
      readonly type: "Transition";
      readonly startVersion: StateVersion;
      readonly endVersion: StateVersion;
      readonly modifications: readonly StateModification[];
      readonly clientClockSkew?: number;
    }
  | {
      readonly type: "TransitionChunk";
      readonly chunk: string;
      readonly partNumber: number;
      readonly totalParts: number;
      readonly transitionId: string;
    }
  | ({
      readonly type: "MutationResponse";
      readonly requestId: number;
      readonly logLines: readonly string[];
    } & ({ readonly success: true; readonly result: JSONValue; readonly ts: string } | Failure))
  | ({
      readonly type: "ActionResponse";
      readonly requestId: number;
      readonly logLines: readonly string[];
    } & ({ readonly success: true; readonly result: JSONValue } | Failure))
  | {
      readonly type: "AuthError";
      readonly error: string;
      readonly baseVersion: number;
      readonly authUpdateAttempted: boolean;
    }
  | { readonly type: "FatalError"; readonly error: string }
  | { readonly type: "Ping" };
