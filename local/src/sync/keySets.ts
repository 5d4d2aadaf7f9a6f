import { createLocalJWKSet, errors, type JSONWebKeySet } from "jose";
import { z } from "zod";

type KeySet = ReturnType<typeof createLocalJWKSet>;

interface Cached<Body> {
  readonly body: Body;
  readonly freshUntil: number;
}

/**
 * How long a document without a Cache-Control header is cached. Short, so that a replaced key is
 * rejected soon.
 */
const defaultFreshSeconds = 15;

/** Limits how long a client waits for an unresponsive identity provider. */
const fetchMilliseconds = 10_000;

/**
 * Bounded, because URLs come from auth.config.ts. Shared by all deployments of this process: the
 * documents are public.
 */
const keySets = new Map<string, Cached<KeySet>>();
const discoveries = new Map<string, Cached<Discovery>>();

const keySetDocument = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.string() });
type Discovery = z.output<typeof discoveryDocument>;

/**
 * Fetches the OpenID configuration of an issuer. Throws when that fails or it names another issuer.
 */
export async function discover(issuer: string): Promise<Discovery> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const found = await cached(discoveries, url, (body) => discoveryDocument.parse(body));
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
  const load = () =>
    cached(keySets, url, (body) => createLocalJWKSet(keySetDocument.parse(body) as JSONWebKeySet)); // jose checks the members of a key when it uses it
  try {
    return await verify(await load());
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    keySets.delete(url);
    return verify(await load());
  }
}

async function cached<Body>(
  cache: Map<string, Cached<Body>>,
  url: string,
  parse: (body: unknown) => Body,
): Promise<Body> {
  const known = cache.get(url);
  if (known !== undefined && known.freshUntil > Date.now()) return known.body;
  const response = await fetch(url, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(fetchMilliseconds),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const body = parse(await response.json());
  cache.set(url, {
    body,
    freshUntil: Date.now() + freshSeconds(response.headers.get("cache-control")) * 1000,
  });
  return body;
}

function freshSeconds(cacheControl: string | null): number {
  if (cacheControl === null) return defaultFreshSeconds;
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return 0;
  const maxAge = /\bmax-age=(\d+)/i.exec(cacheControl)?.[1];
  return maxAge === undefined ? defaultFreshSeconds : Number(maxAge);
}
