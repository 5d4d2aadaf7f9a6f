import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalFiles } from "./localFiles";

/**
 * Backs up `.env.local` when it names a deployment of the app: `convex dev` writes the local
 * deployment's URLs into the file and removes `CONVEX_DEPLOYMENT`.
 */
export async function backUpEnvironmentFile(app: string, { directory }: LocalFiles): Promise<void> {
  const path = join(app, ".env.local");
  const text = await readFile(path, "utf8").catch(() => "");
  if (!/^CONVEX_DEPLOYMENT=/m.test(text)) return;
  await copyFile(path, join(directory, "env.local.before"));
  console.error(
    "The convex CLI now points .env.local to the local deployment. Your previous file is saved as .banata/env.local.before.",
  );
}
