import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalFiles } from "./localFiles";

/**
 * `convex dev` writes this deployment's URLs into `.env.local` and takes `CONVEX_DEPLOYMENT` out of it. An app that has a deployment of
 * its own there gets it back from a copy.
 */
export async function keepEnvironmentFile(app: string, { directory }: LocalFiles): Promise<void> {
  const path = join(app, ".env.local");
  const text = await readFile(path, "utf8").catch(() => "");
  if (!/^CONVEX_DEPLOYMENT=/m.test(text)) return;
  await copyFile(path, join(directory, "env.local.before"));
  console.error(
    "The CLI points .env.local to the local deployment now; the one before is kept as .banata/env.local.before.",
  );
}
