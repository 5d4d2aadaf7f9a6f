/**
 * Permission strings and their matching rules. No database access: a set is built from strings.
 *
 * `*` matches everything; a final `*` matches everything under it (`employee.*`,
 * `sandbox_sessions:*`). The permission names in the product's documentation are aliases for the
 * built-in permissions listed here.
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

  /** What an API key allows by itself. */
  static ofKey(key: Readonly<{ fullAccess: boolean; permissions: readonly string[] }>) {
    return key.fullAccess ? PermissionSet.all : new PermissionSet(key.permissions);
  }

  /** True if the set covers the permission; for an alias, all permissions it stands for. */
  allows(permission: string): boolean {
    return (
      this.patterns.some((pattern) => covers(pattern, permission)) || this.allowsByName(permission)
    );
  }

  /** The permissions as they were granted. */
  list(): string[] {
    return [...this.granted];
  }

  /** The first of the permissions that is not in the set, or null. */
  missing(permissions: readonly string[]): string | null {
    return permissions.find((permission) => !this.allows(permission)) ?? null;
  }

  /**
   * Granting an alias grants what it stands for, so holding all of that is necessary and
   * sufficient.
   */
  private allowsByName(permission: string): boolean {
    const meaning = documentedPermissions[permission];
    return meaning !== undefined && meaning.every((part) => this.allows(part));
  }
}

/**
 * The permissions behind the aliases that the pattern covers. A holder of `api_keys:*` can grant
 * `api_keys:manage` and must therefore hold its permissions, or it could grant more than it holds.
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
