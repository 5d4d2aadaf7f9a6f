import { randomBytes, timingSafeEqual, createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = "admin-key";
const SHAPE = /^local\|[0-9a-f]{64}$/;

/**
 * Loads the admin key of a data directory, or creates it in a file that only its owner can read.
 * Without a directory, the key is valid until the process ends.
 */
export async function loadAdminKey(directory: string | null): Promise<string> {
  const fresh = `local|${randomBytes(32).toString("hex")}`;
  if (directory === null) return fresh;
  // Only the owner may read the directory: the log contains environment variables, which are
  // secrets.
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, FILE);
  try {
    // "wx": of two processes that start together, one creates the key and the other reads it.
    await writeFile(file, fresh + "\n", { mode: 0o600, flag: "wx" });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // fs rejects with ErrnoException only
  }
  const stored = (await readFile(file, "utf8")).trim();
  if (!SHAPE.test(stored))
    throw new Error(`${file} does not hold an admin key. Delete it to get a new one.`);
  return stored;
}

/** Compares in constant time: both sides are hashed first, which also hides the length. */
export function adminKeyCheck(adminKey: string): (candidate: string) => boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(adminKey);
  return (candidate) => timingSafeEqual(digest(candidate), expected);
}
