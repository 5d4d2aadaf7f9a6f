/** Permissions by the resource that they are about: the part before the first `.` or `:`. */
export function groupPermissions(
  slugs: readonly string[],
): { readonly title: string; readonly values: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const slug of slugs) {
    const title = slug.split(/[.:]/, 1).join();
    groups.set(title, [...(groups.get(title) ?? []), slug]);
  }
  return [...groups].map(([title, values]) => ({ title, values }));
}
