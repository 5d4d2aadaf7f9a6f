/**
 * Whether a pattern matches the type: `user.created` only itself, `user.*` every type under it, `*`
 * every type.
 */
export const matchesType = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === "*" ||
      pattern === type ||
      (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1))),
  );
