/** Single sealed values: which secret they are under, and how to re-seal them. */
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { acceptedSecretIds, seal, sealedUnder, unseal } from "../core/secrets";
import { sealValue } from "../envelopes/envelope";
import { loadKeyWrapping } from "../envelopes/generations";
import { betterAuthSecrets, secretVersions } from "../signIn/cookies/secrets";
import type { TenantWriter } from "../tenancy/database";
import { BY_BETTER_AUTH, type SealedValue } from "./sealedColumns";

/** Whether the value stays readable once the previous secret is gone. Decrypts nothing. */
export async function isUnderCurrentSecret({ sealed, place }: SealedValue): Promise<boolean> {
  if (place !== BY_BETTER_AUTH) return sealedUnder(sealed) === (await acceptedSecretIds())[0];
  return betterAuthVersion(sealed) === (await secretVersions())[0];
}

/**
 * Whether the previous secret, and no other, opens the value. A re-sealing that ran while that secret
 * was missing has counted it as lost.
 */
export async function needsPreviousSecret({ sealed, place }: SealedValue): Promise<boolean> {
  const isOfBetterAuth = place === BY_BETTER_AUTH;
  const [, previous] = isOfBetterAuth ? await secretVersions() : await acceptedSecretIds();
  const under = isOfBetterAuth ? betterAuthVersion(sealed) : sealedUnder(sealed);
  return previous !== undefined && under === previous;
}

/** Whether a re-sealing has anything to do about the value. */
export const needsResealing = async (value: SealedValue): Promise<boolean> =>
  (typeof value.place === "object" && "envelope" in value.place) ||
  !(await isUnderCurrentSecret(value));

/**
 * Re-seals a value under the current secret. Throws if no accepted secret opens it. `db` is of the
 * project that the value's scope names.
 */
export async function resealed(db: TenantWriter, value: SealedValue): Promise<string> {
  const { sealed, scope, place } = value;
  if (place === BY_BETTER_AUTH) return await reencrypt(scope, sealed);
  if ("keyPlace" in place) {
    const { wrap, unwrap } = await loadKeyWrapping(db, place.generation);
    return await wrap(await unwrap(sealed, place.keyPlace), place.keyPlace);
  }
  const text = await unseal(scope, place.purpose, sealed, place.place);
  if (place.envelope) return await sealValue(db, { ...place.envelope, text });
  return await seal(scope, place.purpose, text, place.place);
}

async function reencrypt(projectId: string, sealed: string): Promise<string> {
  const { secrets } = await betterAuthSecrets(projectId);
  const keys = new Map(secrets.map(({ version, value }) => [version, value]));
  const open = async (legacySecret: string) =>
    await symmetricDecrypt({
      key: { keys, currentVersion: secrets[0]!.version, legacySecret },
      data: sealed,
    });
  const [current, previous] = secrets.map(({ value }) => value);
  const data =
    previous === undefined
      ? await open(current!)
      : await open(previous).catch(async () => await open(current!));
  return await symmetricEncrypt({
    key: { keys, currentVersion: secrets[0]!.version },
    data,
  });
}

/** The secret version in a value encrypted by Better Auth; null if it has none. */
const betterAuthVersion = (sealed: string): number | null => {
  const version = /^\$ba\$(\d+)\$/.exec(sealed)?.[1];
  return version === undefined ? null : Number(version);
};
