/**
 * A module cannot be compiled or evaluated, or its exports are not what they should be. The message
 * is for the developer.
 */
export class ModuleError extends Error {
  override name = "ModuleError";
}

/** There is no such function, or the caller may not see it. */
export class FunctionNotFoundError extends Error {
  override name = "FunctionNotFoundError";
}
