/**
 * A module cannot be compiled or evaluated, or has invalid exports. The message is for the
 * developer.
 */
export class ModuleError extends Error {
  override name = "ModuleError";
}

/** The function does not exist, or the caller may not see it. */
export class FunctionNotFoundError extends Error {
  override name = "FunctionNotFoundError";
}

/**
 * The deployment has no room for a call, which did not run. With the real backend's code, message
 * and HTTP status.
 */
export class PlatformRefusal extends Error {
  override name = "PlatformRefusal";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
