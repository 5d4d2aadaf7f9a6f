/**
 * The commit was rejected because another commit wrote something that the transaction had read.
 * Retry the transaction from the start.
 */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
  /** The table whose documents changed; null when the schema changed. */
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
 * A transaction or a document exceeds one of Convex's limits. `code` is the real backend's name for
 * it.
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

/** A stored document does not match a schema that was to be applied. Nothing was changed. */
export class SchemaValidationError extends Error {
  override readonly name = "SchemaValidationError";
  constructor(
    readonly component: string,
    readonly table: string,
    readonly id: string,
    /**
     * Path of the invalid value in the document, like `.tags[0]`; empty for the document itself.
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

/**
 * The data directory cannot be used: a running process has it open, its files are damaged, rights
 * are missing, or the disk failed.
 */
export class DirectoryError extends Error {
  override readonly name: string = "DirectoryError";
}

/** The commit was rejected because the disk is full. The next one may succeed. */
export class DiskFullError extends DirectoryError {
  override readonly name = "DiskFullError";
  constructor(directory: string, options: ErrorOptions) {
    super(
      `The disk is full: nothing can be written to ${directory}. The change was not made; repeat it when there is space.`,
      options,
    );
  }
}
