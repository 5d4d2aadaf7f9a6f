import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { importLocalPackage } from "./localPackage";
import type { Ports } from "./ports";

const localFacts = z.object({
  /** The URL for Convex clients and the CLI. */
  cloudUrl: z.string(),
  /** The URL of the app's HTTP actions. */
  siteUrl: z.string(),
  /** The URL of the auth runtime: `baseUrl` of the client. */
  baseUrl: z.string(),
  /** The deployment's admin key. */
  adminKey: z.string(),
  projectId: z.string(),
  /** An API key of that project with full access. */
  apiKey: z.string(),
  /** The auth client of the front end, for sign-in at the hosted pages; absent without them. */
  clientId: z.optional(z.string()),
});
const ports = z.object({ cloudPort: z.number(), sitePort: z.number() });
/** The content of `.banata/local.json`, for scripts and tests. */
export type LocalFacts = z.output<typeof localFacts>;

/** The files that `banata-auth dev` keeps in an app's `.banata/`, readable only by their owner. */
export class LocalFiles {
  readonly directory: string;
  /** The deployment's data. */
  readonly data: string;
  /** For the CLI's `--env-file`: names this deployment, whatever `.env.local` says. */
  readonly cliEnv: string;
  readonly #facts: string;
  readonly #ports: string;

  constructor(app: string) {
    this.directory = join(app, ".banata");
    this.data = join(this.directory, "data");
    this.cliEnv = join(this.directory, "convex.env");
    this.#facts = join(this.directory, "local.json");
    this.#ports = join(this.directory, "ports.json");
  }

  /**
   * Reads the facts of the last successful start; null before the first, or when the file has
   * another format.
   */
  async facts(): Promise<LocalFacts | null> {
    return await readJson(this.#facts, localFacts);
  }

  async writeFacts(facts: LocalFacts): Promise<void> {
    await writePrivately(this.#facts, `${JSON.stringify(facts, null, 2)}\n`);
  }

  /** Reads the ports of the last start; null before the first. */
  async ports(): Promise<Ports | null> {
    return await readJson(this.#ports, ports);
  }

  async writePorts({ cloudPort, sitePort }: Ports): Promise<void> {
    await writePrivately(this.#ports, `${JSON.stringify({ cloudPort, sitePort })}\n`);
  }

  /**
   * Also keeps the directory out of git regardless of the app's `.gitignore`, because it holds
   * keys.
   */
  async writeCliEnv({
    cloudUrl,
    adminKey,
  }: Pick<LocalFacts, "cloudUrl" | "adminKey">): Promise<void> {
    await writePrivately(join(this.directory, ".gitignore"), "*\n");
    await writePrivately(
      this.cliEnv,
      `CONVEX_SELF_HOSTED_URL=${cloudUrl}\nCONVEX_SELF_HOSTED_ADMIN_KEY=${adminKey}\n`,
    );
  }

  /** Reads the id of the process that holds the data's lock; null when there is no lock. */
  async owner(): Promise<number | null> {
    const lock = await readFile(join(this.data, "lock"), "utf8").catch(() => null);
    return lock === null ? null : z.object({ pid: z.number() }).parse(JSON.parse(lock)).pid;
  }

  /** Deletes everything but the choice of ports. Throws DirectoryError while a process has the data open. */
  async reset(): Promise<void> {
    const { lockDirectory } = await importLocalPackage();
    await mkdir(this.data, { recursive: true, mode: 0o700 });
    lockDirectory(this.data);
    const chosen = await this.ports();
    // Deletes the lock too.
    await rm(this.directory, { recursive: true });
    if (chosen !== null) await this.writePorts(chosen);
  }
}

/**
 * Writes a file that only its owner can read; atomically, so that neither a reader nor a crash sees
 * half of it.
 */
export async function writePrivately(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomUUID()}`;
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, path);
}

/** Reads a file of this format; null when there is none, or when it has another format. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
