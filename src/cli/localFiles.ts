import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lockDirectory } from "../local/storage/directoryLock";

const localFacts = z.object({
  /** For Convex clients and the CLI. */
  cloudUrl: z.string(),
  /** Where the app's HTTP actions answer. */
  siteUrl: z.string(),
  /** Where the auth runtime answers: `baseUrl` of the client. */
  baseUrl: z.string(),
  /** Of the deployment. */
  adminKey: z.string(),
  projectId: z.string(),
  /** A key of that project with full access. */
  apiKey: z.string(),
});
/** What `.banata/local.json` holds, for scripts and tests. */
export type LocalFacts = z.output<typeof localFacts>;

/**
 * The files that `banata-auth dev` keeps in `.banata/` of an app. All of them are for their owner
 * only.
 */
export class LocalFiles {
  readonly directory: string;
  /** The deployment's data. */
  readonly data: string;
  /** For `--env-file` of the CLI: it names this deployment, whatever `.env.local` says. */
  readonly cliEnv: string;
  readonly #facts: string;

  constructor(app: string) {
    this.directory = join(app, ".banata");
    this.data = join(this.directory, "data");
    this.cliEnv = join(this.directory, "convex.env");
    this.#facts = join(this.directory, "local.json");
  }

  /**
   * The facts of the last start that got ready; null before the first, or when the file is not
   * ours.
   */
  async facts(): Promise<LocalFacts | null> {
    const text = await readFile(this.#facts, "utf8").catch(() => null);
    if (text === null) return null;
    try {
      return localFacts.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async writeFacts(facts: LocalFacts): Promise<void> {
    await this.#write(this.#facts, `${JSON.stringify(facts, null, 2)}\n`);
  }

  /**
   * Also keeps the directory out of git, whatever the app's own `.gitignore` says: it holds keys.
   */
  async writeCliEnv({
    cloudUrl,
    adminKey,
  }: Pick<LocalFacts, "cloudUrl" | "adminKey">): Promise<void> {
    await this.#write(join(this.directory, ".gitignore"), "*\n");
    await this.#write(
      this.cliEnv,
      `CONVEX_SELF_HOSTED_URL=${cloudUrl}\nCONVEX_SELF_HOSTED_ADMIN_KEY=${adminKey}\n`,
    );
  }

  /** The process that has the data open, as its lock names it; null when there is no lock. */
  async owner(): Promise<number | null> {
    const lock = await readFile(join(this.data, "lock"), "utf8").catch(() => null);
    return lock === null ? null : z.object({ pid: z.number() }).parse(JSON.parse(lock)).pid;
  }

  /** Deletes everything. Throws DirectoryError while a process has the data open. */
  async reset(): Promise<void> {
    await mkdir(this.data, { recursive: true, mode: 0o700 });
    lockDirectory(this.data);
    // The lock goes with the rest.
    await rm(this.directory, { recursive: true });
  }

  /** In one step: a reader, or a crash, never meets half a file. */
  async #write(path: string, text: string): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const aside = `${path}.${randomUUID()}`;
    await writeFile(aside, text, { mode: 0o600 });
    await rename(aside, path);
  }
}
