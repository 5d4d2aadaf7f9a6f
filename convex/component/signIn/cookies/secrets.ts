/**
 * The secrets Better Auth signs and encrypts with. Each project has its own, so that a cookie of
 * one project is invalid in another. There are two while the deployment's secret is being rotated.
 */
import { acceptedMacs, acceptedSecretIds } from "../../core/secrets";

/** Newest first. */
export const signInSecrets = async (projectId: string): Promise<string[]> =>
  await acceptedMacs(projectId, "sign-in", "better-auth");

/**
 * Better Auth's secret options. It signs with the first of `secrets` and prefixes encrypted values
 * with the version it used. Values without a version predate the first rotation, so `secret`, which
 * opens them, is the oldest one.
 */
export async function betterAuthSecrets(
  projectId: string,
): Promise<{ secret: string; secrets: { version: number; value: string }[] }> {
  const values = await signInSecrets(projectId);
  const versions = await secretVersions();
  return {
    secret: values.at(-1)!, // never empty
    secrets: values.map((value, index) => ({ version: versions[index]!, value })),
  };
}

/** Better Auth requires integer versions: the secrets' hexadecimal ids as numbers. */
export const secretVersions = async (): Promise<number[]> =>
  (await acceptedSecretIds()).map((id) => Number.parseInt(id, 16));
