/**
 * An error for the caller, sent as `{ code, message }` with this HTTP status, as the CLI expects.
 * Any other error while a request is answered is internal and becomes a 500.
 */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

/** Returns the message of anything that was thrown. */
export function toMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
