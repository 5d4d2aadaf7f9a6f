import type { JSONValue } from "convex/values";
import { deployedFrames } from "./moduleCode";

/**
 * A function failed: its code threw, or the runtime rejected the call. The message has the form
 * that clients show, without the leading request id. `data` is set exactly for a ConvexError.
 */
export class FunctionFailure extends Error {
  override name = "FunctionFailure";
  constructor(
    message: string,
    readonly data?: JSONValue,
  ) {
    super(message);
  }
}

const CONVEX_ERROR = Symbol.for("ConvexError");

/** Converts anything that a function threw, from any realm, to a failure. */
export function toFailure(thrown: unknown): FunctionFailure {
  if (thrown instanceof FunctionFailure) return thrown;
  if (typeof thrown !== "object" || thrown === null)
    return new FunctionFailure(`Uncaught ${String(thrown)}`);
  // The type of every property of a thrown object is unknown.
  const error = thrown as {
    name?: unknown;
    message?: unknown;
    stack?: unknown;
    code?: unknown;
    data?: unknown;
  };
  if (error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return new FunctionFailure(timeoutMessage);
  const frames = typeof error.stack === "string" ? deployedFrames(error.stack) : [];
  const message = [`Uncaught ${describe(error)}`, ...frames].join("\n");
  if (!(CONVEX_ERROR in thrown)) return new FunctionFailure(message);
  // `invokeFunction` of convex/server has replaced the data with its JSON text.
  return new FunctionFailure(
    message,
    typeof error.data === "string" ? (JSON.parse(error.data) as JSONValue) : null,
  );
}

/** The real backend's message for a query or mutation that runs too long. */
export const timeoutMessage = "Function execution timed out (maximum duration: 1s)";

function describe(error: { name?: unknown; message?: unknown }): string {
  const { name, message } = error;
  if (typeof message !== "string") return String(error);
  return typeof name === "string" && name !== ""
    ? message === ""
      ? name
      : `${name}: ${message}`
    : message;
}

/** Formats the message as clients receive it. */
export function clientMessage(requestId: string, failure: FunctionFailure): string {
  return `[Request ID: ${requestId}] Server Error\n${failure.message}`;
}
