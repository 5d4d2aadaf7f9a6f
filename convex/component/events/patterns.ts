/**
 * Whether one of the patterns stands for the type: `user.created` for itself, `user.*` for what is
 * under it, `*` for everything.
 */
export const matchesType = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === "*" ||
      pattern === type ||
      (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1))),
  );
