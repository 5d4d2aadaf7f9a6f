import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { FunctionNotFoundError } from "../runtime";
import type {
  AppHolder,
  Database,
  FunctionCall,
  FunctionOutcome,
  Runner,
  Timestamp,
} from "../types";
import { resolveCaller, type Authorization } from "./authorization";
import { MAX_CALL_BODY_BYTES, readJson } from "./body";
import { clientMetadata } from "../clientMetadata";
import { RequestError } from "./requestError";

/** The HTTP status of a failed function; clients read the error from the body. */
const functionFailed = 560;

const json = z.custom<JSONValue>((value) => value !== undefined);
const callBody = z.object({
  path: z.string(),
  componentPath: z.string().nullish(),
  format: z.enum(["json", "convex_encoded_json"]).default("json"),
  /** An object, or the object as the only element of an array. */
  args: json.default({}),
  ts: z.string().optional(),
});

export interface FunctionApiContext extends Authorization {
  readonly runner: Runner;
  readonly database: Database;
  readonly app: AppHolder;
}

export type FunctionEndpoint = "query" | "query_at_ts" | "mutation" | "action" | "function";

/** `POST /api/<endpoint>`: runs one function. */
export async function callFunction(
  endpoint: FunctionEndpoint,
  request: IncomingMessage,
  context: FunctionApiContext,
): Promise<{ status: number; body: unknown }> {
  const parsed = callBody.safeParse(await readJson(request, MAX_CALL_BODY_BYTES));
  if (!parsed.success) throw new RequestError(400, "BadJsonBody", z.prettifyError(parsed.error));
  const { path, componentPath, format, args, ts } = parsed.data;
  const call: FunctionCall = {
    ...(await resolveCaller(request.headers.authorization, context.app.current(), context)),
    component: componentPath ?? "",
    path,
    args: Array.isArray(args) ? (args[0] ?? {}) : args,
    request: requestMetadata(request),
  };
  // Only admins may call components directly; other callers must use the app's own functions.
  if (call.component !== "" && call.access !== "any")
    throw new RequestError(
      403,
      "BadDeployKey",
      "Calling functions of a component needs the admin key.",
    );
  return answer(await run(endpoint, call, context, ts), format);
}

async function run(
  endpoint: FunctionEndpoint,
  call: FunctionCall,
  { runner }: FunctionApiContext,
  ts: string | undefined,
): Promise<FunctionOutcome> {
  switch (endpoint) {
    case "query":
      return runner.query(call);
    case "query_at_ts":
      return runner.query(call, decodeTimestamp(ts ?? ""));
    case "mutation":
      return runner.mutation(call);
    case "action":
      return runner.action(call);
    case "function": {
      const type = findFunctionType(runner, call);
      // For a missing function, the runner creates the error.
      return type === "Mutation"
        ? runner.mutation(call)
        : type === "Action"
          ? runner.action(call)
          : runner.query(call);
    }
  }
}

function findFunctionType(runner: Runner, call: FunctionCall) {
  try {
    return runner.functionType(call);
  } catch (error) {
    if (error instanceof FunctionNotFoundError) return null;
    throw error;
  }
}

function answer(
  outcome: FunctionOutcome,
  format: z.output<typeof callBody>["format"],
): { status: number; body: unknown } {
  const encode = (value: JSONValue) => (format === "json" ? plainJson(jsonToConvex(value)) : value);
  const { logLines } = outcome;
  if (outcome.status === "success")
    return { status: 200, body: { status: "success", value: encode(outcome.value), logLines } };
  const errorData = outcome.errorData === undefined ? {} : { errorData: encode(outcome.errorData) };
  return {
    status: functionFailed,
    body: { status: "error", errorMessage: outcome.message, ...errorData, logLines },
  };
}

/**
 * Format "json": values that JSON lacks become strings, integers in decimal and bytes in base64.
 */
function plainJson(value: Value): JSONValue {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== "object" || value === null)
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  const fields = Object.entries(value).filter(
    (field): field is [string, Value] => field[1] !== undefined,
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, plainJson(field)]));
}

export function requestMetadata(request: IncomingMessage) {
  return {
    ...clientMetadata(request),
    requestId: randomUUID().replaceAll("-", "").slice(0, 16),
  };
}

/** Timestamps are encoded as base64 of 8 bytes, little-endian. */
export function encodeTimestamp(timestamp: Timestamp): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(timestamp);
  return bytes.toString("base64");
}

function decodeTimestamp(encoded: string): Timestamp {
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 8)
    throw new RequestError(400, "BadTimestamp", "ts must be a timestamp from /api/query_ts.");
  return bytes.readBigUInt64LE();
}
