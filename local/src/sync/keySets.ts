import { createLocalJWKSet, errors } from "jose";
import { z } from "zod";
import { DocumentCache } from "./documentCache";

type KeySet = ReturnType<typeof createLocalJWKSet>;

const keySetDocument = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.string() });
type Discovery = z.output<typeof discoveryDocument>;

/**
 * Bounded, because URLs come from auth.config.ts. Shared by all deployments of this process: the
 * documents are public.
 */
const keySets = new DocumentCache<KeySet>((body) => createLocalJWKSet(keySetDocument.parse(body)));
const discoveries = new DocumentCache<Discovery>((body) => discoveryDocument.parse(body));

/**
 * Fetches the OpenID configuration of an issuer. Throws when that fails or it names another issuer.
 */
export async function discover(issuer: string): Promise<Discovery> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = await discoveries.get(url);
  if (found.issuer !== issuer) throw new Error(`it names ${found.issuer} as its issuer`);
  return found;
}

/**
 * Runs a verification with the keys at an http(s) or `data:` URL. When no key matches the token,
 * the keys may have been rotated: they are fetched again and the verification is retried once.
 */
export async function withKeySet<Result>(
  url: string,
  verify: (keys: KeySet) => Promise<Result>,
): Promise<Result> {
  try {
    return await verify(await keySets.get(url));
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    keySets.forget(url);
    return verify(await keySets.get(url));
  }
}
