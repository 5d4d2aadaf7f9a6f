/**
 * Measures what `npm install @banata-auth/convex` adds to an app that has `convex` and `react`: each
 * package with its disk space, largest first, and the sums. Run it with `npm run weight` after a
 * build. It reads the lockfile and the installed packages, so it needs no registry.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const repository = resolve(import.meta.dirname, "..");

/** What most file systems allocate at a time: small files take more space than their bytes. */
const BLOCK_BYTES = 4096;

interface Dependencies {
  readonly [name: string]: string;
}

interface LockedPackage {
  readonly dependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly peerDependenciesMeta?: { readonly [name: string]: { readonly optional?: boolean } };
}

interface Lockfile {
  readonly packages: { readonly [path: string]: LockedPackage };
}

export interface InstalledPackage {
  /** Where npm puts it: `node_modules/zod`. */
  readonly path: string;
  readonly bytes: number;
}

/** Lists the packages that this one adds to an app's tree, itself excluded, largest first. */
export function listAddedPackages(): InstalledPackage[] {
  // The repository's own lockfile, whose shape is npm's.
  const { packages } = JSON.parse(
    readFileSync(join(repository, "package-lock.json"), "utf8"),
  ) as Lockfile;
  const alreadyThere = new Set<string>();
  for (const name of ["convex", "react", "react-dom"])
    addTree(packages, `node_modules/${name}`, alreadyThere);
  const added = new Set<string>();
  for (const name of listRequired(packages[""]!)) {
    const path = locate(packages, name, "");
    if (path !== undefined) addTree(packages, path, added);
  }
  return [...added]
    .filter((path) => !alreadyThere.has(path))
    .map((path) => ({ path, bytes: measureFolder(join(repository, path)) }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** The disk space of files of these sizes. */
export function measureFiles(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES, 0);
}

function addTree(packages: Lockfile["packages"], path: string, tree: Set<string>): void {
  if (tree.has(path)) return;
  tree.add(path);
  for (const name of listRequired(packages[path]!)) {
    const found = locate(packages, name, path);
    if (found !== undefined) addTree(packages, found, tree);
  }
}

/** npm installs dependencies, and peers unless they are optional. */
function listRequired({
  dependencies = {},
  peerDependencies = {},
  peerDependenciesMeta = {},
}: LockedPackage): string[] {
  const peers = Object.keys(peerDependencies).filter(
    (name) => peerDependenciesMeta[name]?.optional !== true,
  );
  return [...Object.keys(dependencies), ...peers];
}

/** Where the package at this path finds another: in its own folder, or in one further up. */
function locate(packages: Lockfile["packages"], name: string, from: string): string | undefined {
  const parents = from === "" ? [] : from.split("/node_modules/");
  for (let depth = parents.length; depth > 0; depth--) {
    const path = `${parents.slice(0, depth).join("/node_modules/")}/node_modules/${name}`;
    if (packages[path]) return path;
  }
  return packages[`node_modules/${name}`] ? `node_modules/${name}` : undefined;
}

function measureFolder(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules") continue; // packages of their own
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += BLOCK_BYTES + measureFolder(path);
    else if (entry.isFile()) bytes += measureFiles([statSync(path).size]);
  }
  return bytes;
}

function printWeight(): void {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  // npm's own report.
  const [{ files }] = JSON.parse(packed) as [{ files: { size: number }[] }];
  const rows = [
    { path: "this package", bytes: measureFiles(files.map(({ size }) => size)) },
    ...listAddedPackages(),
  ];
  for (const { path, bytes } of rows) console.log(megabytes(bytes), path);
  const sum = rows.reduce((total, { bytes }) => total + bytes, 0);
  console.log(`${megabytes(sum)} MB in ${rows.length} packages`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2).padStart(6);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) printWeight();
