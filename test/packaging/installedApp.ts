import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cloneRepository, repository } from "../start/clone";
import { shell } from "../start/shell";
import { appFiles } from "./appFiles";

/**
 * An app in a directory of its own, with the package installed from the tarball that `npm publish`
 * would send.
 */
export interface InstalledApp {
  readonly directory: string;
  /** Where the tarball was unpacked. */
  readonly packageDirectory: string;
  /** The tarball's files, without their common folder. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

const NAME = "@banata-auth/convex";

export async function installApp(): Promise<InstalledApp> {
  const directory = await mkdtemp(join(tmpdir(), "banata-app-"));
  const packageDirectory = join(directory, "node_modules", NAME);
  const tarball = await pack(directory);
  await mkdir(packageDirectory, { recursive: true });
  await succeed(`tar -xzf ${tarball} --strip-components 1 -C ${packageDirectory}`, directory);
  const files = (await succeed(`tar -tzf ${tarball}`, directory))
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""));
  await linkDependencies(join(directory, "node_modules"));
  await writeFiles(directory, { ...appFiles, "package.json": await manifest(tarball) });
  return {
    directory,
    packageDirectory,
    files,
    remove: async () => await rm(directory, { recursive: true, force: true }),
  };
}

/** From a clone: packing builds, and must not pull `dist` from under someone. */
async function pack(destination: string): Promise<string> {
  const clone = await cloneRepository();
  try {
    const printed = await succeed(`npm pack --pack-destination ${destination}`, clone.directory);
    return join(destination, printed.trim().split("\n").at(-1)!);
  } finally {
    await clone.remove();
  }
}

/**
 * Everything that the repository has installed, as links: no registry is needed. What npm does for
 * the package itself is its command.
 */
async function linkDependencies(modules: string): Promise<void> {
  for (const name of await packageNames(join(repository, "node_modules"))) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(repository, "node_modules", name), join(modules, name));
  }
  const commands = join(modules, ".bin");
  await mkdir(commands);
  for (const name of await readdir(join(repository, "node_modules/.bin")))
    await symlink(join(repository, "node_modules/.bin", name), join(commands, name));
  await symlink(`../${NAME}/dist/src/cli/index.js`, join(commands, "banata-auth"));
}

async function packageNames(modules: string): Promise<string[]> {
  const names = (await readdir(modules)).filter((name) => !name.startsWith("."));
  const scoped = names.filter((name) => name.startsWith("@"));
  const inScopes = await Promise.all(
    scoped.map(async (scope) =>
      (await readdir(join(modules, scope))).map((name) => `${scope}/${name}`),
    ),
  );
  return [...names.filter((name) => !name.startsWith("@")), ...inScopes.flat()];
}

async function manifest(tarball: string): Promise<string> {
  // The repository's own manifest, whose shape is npm's.
  const { devDependencies } = JSON.parse(
    await readFile(join(repository, "package.json"), "utf8"),
  ) as { devDependencies: { [name: string]: string } };
  return JSON.stringify({
    name: "app",
    private: true,
    type: "module",
    dependencies: { [NAME]: `file:${tarball}`, convex: devDependencies.convex },
  });
}

async function writeFiles(
  directory: string,
  files: { readonly [path: string]: string },
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content.trimStart());
  }
}

/** What the line printed. Rejects with it when the line failed. */
async function succeed(line: string, directory: string): Promise<string> {
  const { exitCode, output } = await shell(line, directory);
  if (exitCode !== 0) throw new Error(`${line} ended with ${exitCode}:\n${output}`);
  return output;
}
