import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");

/** Left out of a clone: made by tools, or of this checkout alone. */
const leftOut = new Set([".git", "node_modules", ".banata", ".next", ".env.local", "coverage"]);

/**
 * A copy of the repository as a clone of it would be, with the packages that `npm install` installs.
 * `npm run prepare` builds in it what the checkout's last build did not.
 */
export async function cloneRepository(): Promise<{
  readonly directory: string;
  remove(): Promise<void>;
}> {
  const directory = await mkdtemp(join(tmpdir(), "banata-clone-"));
  await cp(repository, directory, {
    recursive: true,
    filter: (source) => !leftOut.has(basename(source)),
  });
  await symlink(join(repository, "node_modules"), join(directory, "node_modules"));
  return { directory, remove: async () => await rm(directory, { recursive: true, force: true }) };
}
