/**
 * Permission strings and what they match. No database here: a set is built from strings and asked.
 *
 * `*` matches everything; a last part `*` everything under it (`employee.*`, `sandbox_sessions:*`). The names of the product's
 * documentation stand for the built-in operations they describe.
 */
export const documentedPermissions: Readonly<Record<string, readonly string[]>> = {
  "api_keys:manage": ["api_key.*"],
  "org:manage": ["organization.*", "team.*"],
  "members:invite": ["invitation.*"],
  "members:remove": ["member.delete"],
  "members:manage_roles": ["member.update"],
};

export class PermissionSet {
  static readonly all = new PermissionSet(["*"]);
  static readonly none = new PermissionSet([]);
  private readonly patterns: readonly string[];

  constructor(private readonly granted: readonly string[]) {
    this.patterns = granted.flatMap((pattern) => [pattern, ...meaningsUnder(pattern)]);
  }

  /** True when the permission, or every permission that the pattern stands for, is in the set. */
  allows(permission: string): boolean {
    return (
      this.patterns.some((pattern) => covers(pattern, permission)) || this.allowsByName(permission)
    );
  }

  /** As they were granted. */
  list(): string[] {
    return [...this.granted];
  }

  /** The first of the permissions that is not in the set, or null. */
  missing(permissions: readonly string[]): string | null {
    return permissions.find((permission) => !this.allows(permission)) ?? null;
  }

  /**
   * Granting a documented name grants what it stands for, so holding all of that is enough (and
   * needed).
   */
  private allowsByName(permission: string): boolean {
    const meaning = documentedPermissions[permission];
    return meaning !== undefined && meaning.every((part) => this.allows(part));
  }
}

/**
 * What the documented names stand for that the pattern is or has under it: who holds `api_keys:*`
 * can grant `api_keys:manage`, so must hold its meaning, or would grant more than it holds.
 */
function meaningsUnder(pattern: string): readonly string[] {
  return Object.entries(documentedPermissions).flatMap(([name, meaning]) =>
    covers(pattern, name) ? meaning : [],
  );
}

function covers(pattern: string, permission: string): boolean {
  if (pattern === "*" || pattern === permission) return true;
  return pattern.endsWith("*") && permission.startsWith(pattern.slice(0, -1));
}
