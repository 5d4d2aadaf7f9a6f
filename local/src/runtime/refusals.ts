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
