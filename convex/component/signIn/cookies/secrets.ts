/**
 * What Better Auth signs and encrypts with: of each project its own, or a cookie of one would be
 * good in another. While the deployment's secret is being rotated there are two.
 */
import { acceptedMacs, acceptedSecretIds } from "../../core/secrets";

/** The current one first. */
export const signInSecrets = async (projectId: string): Promise<string[]> =>
  await acceptedMacs(projectId, "sign-in", "better-auth");

/**
 * Better Auth's settings for them. It signs with the first of `secrets`, names in each value that
 * it encrypts the version that it used, and opens values without a version with `secret`: those are
 * from before there was a rotation, so the oldest secret sealed them.
 */
export async function betterAuthSecrets(
  projectId: string,
): Promise<{ secret: string; secrets: { version: number; value: string }[] }> {
  const [values, versions] = [await signInSecrets(projectId), await secretVersions()];
  return {
    secret: values.at(-1)!, // there is one
    secrets: values.map((value, index) => ({ version: versions[index]!, value })),
  };
}

/** Better Auth takes whole numbers as versions: the secrets' names, read as such. */
export const secretVersions = async (): Promise<number[]> =>
  (await acceptedSecretIds()).map((id) => Number.parseInt(id, 16));
