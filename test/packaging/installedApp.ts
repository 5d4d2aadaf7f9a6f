import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cloneRepository, repository } from "../start/clone";
import { shell } from "../start/shell";
import { appFiles } from "./appFiles";

/**
 * An app in a directory of its own, with both packages installed from the tarballs that `npm
 * publish` would send, and with the lowest version of `convex` that their peer range allows: the
 * repository itself uses the newest.
 */
export interface InstalledApp {
  readonly directory: string;
  readonly convex: InstalledPackage;
  readonly local: InstalledPackage;
  remove(): Promise<void>;
}

export interface InstalledPackage {
  /** Where the tarball was unpacked. */
  readonly directory: string;
  /** The tarball's files, without their common folder. */
  readonly files: readonly string[];
}

const CONVEX = "@banata-auth/convex";
const LOCAL = "@banata-auth/local";
/** Where the repository has the lowest supported version of `convex`. */
const LOWEST_CONVEX = join(repository, "test/packaging/lowest/node_modules/convex");

export async function installApp(): Promise<InstalledApp> {
  const directory = await mkdtemp(join(tmpdir(), "banata-app-"));
  const modules = join(directory, "node_modules");
  const tarballs = await pack(directory);
  const convex = await unpack(tarballs.convex, join(modules, CONVEX));
  const local = await unpack(tarballs.local, join(modules, LOCAL));
  await linkDependencies(modules);
  await writeFiles(directory, { ...appFiles, "package.json": await manifest(tarballs) });
  return {
    directory,
    convex,
    local,
    remove: async () => await rm(directory, { recursive: true, force: true }),
  };
}

/** From a clone: packing builds, and must not pull `dist` from under someone. */
async function pack(destination: string): Promise<Tarballs> {
  const clone = await cloneRepository();
  try {
    const packInto = `npm pack --pack-destination ${destination}`;
    const readTarball = async (line: string) =>
      join(destination, (await succeed(line, clone.directory)).trim().split("\n").at(-1)!);
    // The first builds both packages, if the checkout's build is not of these sources.
    return {
      convex: await readTarball(packInto),
      local: await readTarball(`${packInto} ./local --ignore-scripts`),
    };
  } finally {
    await clone.remove();
  }
}

interface Tarballs {
  readonly convex: string;
  readonly local: string;
}

async function unpack(tarball: string, directory: string): Promise<InstalledPackage> {
  await mkdir(directory, { recursive: true });
  await succeed(`tar -xzf ${tarball} --strip-components 1 -C ${directory}`, directory);
  const listed = await succeed(`tar -tzf ${tarball}`, directory);
  return {
    directory,
    files: listed
      .trim()
      .split("\n")
      .map((path) => path.replace(/^package\//, "")),
  };
}

/**
 * Everything else that the repository has installed, as links: no registry is needed. Packages that
 * import `convex` are copied, so that they find the app's. What npm does for the package itself is
 * its command.
 */
async function linkDependencies(modules: string): Promise<void> {
  const installed = join(repository, "node_modules");
  for (const name of await packageNames(installed)) {
    if (name.startsWith("@banata-auth/")) continue; // unpacked, or an example
    const source = join(installed, name);
    const target = join(modules, name);
    await mkdir(dirname(target), { recursive: true });
    if (name === "convex") await symlink(LOWEST_CONVEX, target);
    else if ((await readManifest(source)).peerDependencies?.convex)
      await cp(source, target, { recursive: true });
    else await symlink(source, target);
  }
  const commands = join(modules, ".bin");
  await mkdir(commands);
  for (const name of await readdir(join(installed, ".bin"))) {
    if (name === "convex" || name === "banata-auth") continue; // the newest, and the checkout's
    await symlink(join(installed, ".bin", name), join(commands, name));
  }
  await symlink(join(LOWEST_CONVEX, "bin/main.js"), join(commands, "convex"));
  await symlink(`../${CONVEX}/dist/src/cli/index.js`, join(commands, "banata-auth"));
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

async function manifest(tarballs: Tarballs): Promise<string> {
  const { version } = await readManifest(LOWEST_CONVEX);
  return JSON.stringify({
    name: "app",
    private: true,
    type: "module",
    dependencies: { [CONVEX]: `file:${tarballs.convex}`, convex: version },
    devDependencies: { [LOCAL]: `file:${tarballs.local}` },
  });
}

interface Manifest {
  readonly version: string;
  readonly peerDependencies?: { readonly [name: string]: string };
}

/** Reads a package's package.json, whose shape is npm's. */
async function readManifest(directory: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(directory, "package.json"), "utf8")) as Manifest;
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
