/**
 * A commit was refused because something the transaction had read was written meanwhile. Run it
 * again from the start.
 */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
  /** The table whose documents changed, or null when the whole schema did. */
  constructor(readonly table: string | null) {
    const where = table === null ? "some table" : `the "${table}" table`;
    super(
      `Documents read from or written to ${where} changed while this mutation was being run and on every subsequent retry. ` +
        "See https://docs.convex.dev/error#1",
    );
  }
}

export type LimitCode =
  | "TooManyDocumentsRead"
  | "TooManyBytesRead"
  | "TooManyReads"
  | "TooManyWrites"
  | "TooManyBytesWritten"
  | "ValueTooLargeError"
  | "TooNestedError"
  | "ArrayTooLongError"
  | "ObjectTooManyFieldsError";

/**
 * A transaction or a document went over one of Convex's limits. `code` is the real backend's short
 * name for it.
 */
export class LimitError extends Error {
  override readonly name = "LimitError";
  constructor(
    readonly code: LimitCode,
    message: string,
  ) {
    super(message);
  }
}

/** A stored document does not fit a schema that was about to be applied; nothing was changed. */
export class SchemaValidationError extends Error {
  override readonly name = "SchemaValidationError";
  constructor(
    readonly component: string,
    readonly table: string,
    readonly id: string,
    /**
     * Path of the offending value inside the document, like `.tags[0]`; empty for the document
     * itself.
     */
    readonly path: string,
    problem: string,
  ) {
    const where = component === "" ? "" : ` of component "${component}"`;
    super(
      `Document with ID "${id}" in table "${table}"${where} does not match the schema: ${problem}`,
    );
  }
}

/** The data directory is in use by a living process, or its log cannot be trusted. */
export class DirectoryError extends Error {
  override readonly name = "DirectoryError";
}
