/**
 * A refusal that the caller can read: becomes `{ code, message }` with this HTTP status, the shape
 * in which the CLI expects errors. Everything else that is thrown while a request is answered is a
 * fault of ours and becomes a 500.
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

/** The text of anything that was thrown. */
export function toMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
