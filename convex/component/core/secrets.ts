/**
 * Hashing, key derivation and encryption on Web Crypto alone, which queries and mutations support
 * (digest, HMAC and HKDF).
 */
const utf8 = new TextEncoder();

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
}

/** 256 random bits as hex. Give it to the client and store only its hash. */
export const randomToken = (): string => hex(crypto.getRandomValues(new Uint8Array(32)).buffer);

/**
 * Derives key material for one project and purpose, so that a value made for one project is
 * worthless in another. HKDF-SHA-256 (RFC 5869) with the deployment's secret as key, the project as
 * salt and the purpose as info.
 */
async function projectBits(
  secret: string,
  projectId: string,
  purpose: string,
): Promise<ArrayBuffer> {
  return await crypto.subtle.deriveBits(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: utf8.encode(projectId),
      info: utf8.encode(`banata-auth/${purpose}`),
    },
    await importRoot(secret),
    256,
  );
}

const importRoot = async (secret: string): Promise<CryptoKey> =>
  await crypto.subtle.importKey("raw", utf8.encode(secret), "HKDF", false, ["deriveBits"]);

/** HMAC-SHA-256 with the project's key for the purpose, as hex, under the current secret. */
export const projectMac = async (
  projectId: string,
  purpose: string,
  text: string,
): Promise<string> => await macUnder(currentSecret(), projectId, purpose, text);

/**
 * The MAC under each accepted secret, the current one first, then the previous one during a
 * rotation. For comparison with values that were stored or handed out before.
 */
export const acceptedMacs = async (
  projectId: string,
  purpose: string,
  text: string,
): Promise<string[]> =>
  await Promise.all(
    acceptedSecrets().map(async (secret) => await macUnder(secret, projectId, purpose, text)),
  );

async function macUnder(
  secret: string,
  projectId: string,
  purpose: string,
  text: string,
): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    await projectBits(secret, projectId, purpose),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return hex(await crypto.subtle.sign("HMAC", key, utf8.encode(text)));
}

/**
 * The id of each accepted secret, the current one first: 32 bits derived from the secret that tell
 * which secret a sealed value needs, and reveal nothing about it.
 */
export const acceptedSecretIds = async (): Promise<string[]> =>
  await Promise.all(acceptedSecrets().map(secretId));

export const currentSecretId = async (): Promise<string> => await secretId(currentSecret());

const secretId = async (secret: string): Promise<string> =>
  hex(await projectBits(secret, "", "secret-id")).slice(0, 8);

/** HMAC-SHA-256 as hex under a salt that the caller chose, for comparison elsewhere. */
export async function saltedMac(salt: string, text: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    utf8.encode(salt),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return hex(await crypto.subtle.sign("HMAC", key, utf8.encode(text)));
}

/** `saltedMac` of each accepted secret, the current one first. */
export const acceptedSecretMacs = async (salt: string): Promise<string[]> =>
  await Promise.all(acceptedSecrets().map(async (secret) => await saltedMac(salt, secret)));

/** Scope of values that belong to the deployment rather than to a project. */
export const DEPLOYMENT_SCOPE = "deployment";

/**
 * Sealed values are `<version>.<secret id>.<base64>`; values from before versioning have no dot.
 */
const SEAL_VERSION = "s2";

/**
 * Encrypts text at rest with AES-256-GCM, using the project's key for the purpose under the current
 * secret and a fresh nonce. `unseal` needs the same project, purpose and `place`. `place`
 * identifies the row and field where the purpose does not, so that a value cannot be moved to
 * another row.
 */
export async function seal(
  projectId: string,
  purpose: string,
  text: string,
  place = "",
): Promise<string> {
  const secret = currentSecret();
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: toAdditionalData(projectId, purpose, place) },
    await sealingKey(secret, projectId, purpose),
    utf8.encode(text),
  );
  return [SEAL_VERSION, await secretId(secret), toBase64(nonce, new Uint8Array(sealed))].join(".");
}

/**
 * Decrypts a value sealed under the current or previous secret, with or without a version. Throws
 * if it was sealed for another project, purpose or place, under any other secret, or was modified.
 */
export async function unseal(
  projectId: string,
  purpose: string,
  sealed: string,
  place = "",
): Promise<string> {
  const { id, bytes } = parseSealed(sealed);
  if (id === null) return await unsealUnversioned(projectId, purpose, bytes);
  const secret = acceptedSecrets()[(await acceptedSecretIds()).indexOf(id)];
  if (secret === undefined)
    throw new Error(
      `This value is sealed with secret ${id}, which is neither BANATA_AUTH_SECRET nor BANATA_AUTH_SECRET_PREVIOUS.`,
    );
  return await decryptText(await sealingKey(secret, projectId, purpose), bytes, {
    additionalData: toAdditionalData(projectId, purpose, place),
  });
}

/** Values from before versioning do not name their secret, so each accepted one is tried. */
async function unsealUnversioned(
  projectId: string,
  purpose: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const [current, previous] = acceptedSecrets();
  const open = async (secret: string) =>
    await decryptText(await sealingKey(secret, projectId, purpose), bytes);
  if (previous === undefined) return await open(current);
  return await open(current).catch(async () => await open(previous));
}

/**
 * The id of the secret that a sealed value or a wrapped key needs; null for a value from before
 * versioning.
 */
export const sealedUnder = (sealed: string): string | null =>
  /^(?:s2|k1)\.([0-9a-f]{8})\./.exec(sealed)?.[1] ?? null;

function parseSealed(sealed: string): { id: string | null; bytes: Uint8Array<ArrayBuffer> } {
  const id = sealedUnder(sealed);
  const text = id === null ? sealed : sealed.slice(`${SEAL_VERSION}.${id}.`.length);
  return { id, bytes: fromBase64(text) };
}

async function decryptText(
  key: CryptoKey,
  bytes: Uint8Array<ArrayBuffer>,
  more: { additionalData?: Uint8Array<ArrayBuffer> } = {},
): Promise<string> {
  const text = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes.slice(0, 12), ...more },
    key,
    bytes.slice(12),
  );
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(text);
}

const toAdditionalData = (projectId: string, purpose: string, place: string) =>
  utf8.encode(JSON.stringify([SEAL_VERSION, projectId, purpose, place]));

const sealingKey = async (secret: string, projectId: string, purpose: string) =>
  await toAesKey(await projectBits(secret, projectId, purpose));

const toAesKey = async (bytes: BufferSource): Promise<CryptoKey> =>
  await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

/** What the key-encryption keys of a project are derived from, besides the deployment's secret. */
export interface KeyGeneration {
  readonly projectId: string;
  readonly generation: number;
  /** 32 random bytes in base64. Without it, no one can derive the generation's keys any more. */
  readonly salt: string;
}

export interface KeyWrapping {
  /** Encrypts a data key. `place` names what the key is for; `unwrap` needs the same one. */
  readonly wrap: (dataKey: Uint8Array<ArrayBuffer>, place: string) => Promise<string>;
  /**
   * Decrypts a data key that was wrapped under the current or previous secret. Throws if it was
   * wrapped for another place or generation, under any other secret, or was modified.
   */
  readonly unwrap: (wrapped: string, place: string) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Wrapped keys are `<version>.<secret id>.<base64>`. */
const WRAP_VERSION = "k1";

/**
 * Wraps data keys under the key-encryption key of a generation: HKDF-SHA-256 of the deployment's
 * secret with the generation's random salt, then AES-256-GCM. Derives each key once, so that a
 * batch pays for it once.
 */
export function keyWrapping({ projectId, generation, salt }: KeyGeneration): KeyWrapping {
  const derive = async (secret: string): Promise<CryptoKey> => {
    const root = await importRoot(secret);
    const info = utf8.encode(`banata-auth/key-encryption/${projectId}/${generation}`);
    return await toAesKey(
      await crypto.subtle.deriveBits(
        { name: "HKDF", hash: "SHA-256", salt: fromBase64(salt), info },
        root,
        256,
      ),
    );
  };
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyUnder = async (secret: string): Promise<CryptoKey> => {
    const key = keys.get(secret) ?? derive(secret);
    keys.set(secret, key);
    return await key;
  };
  let ids: Promise<string[]> | undefined;
  const secretIds = async () => await (ids ??= acceptedSecretIds());
  const additionalData = (place: string) =>
    utf8.encode(JSON.stringify([WRAP_VERSION, projectId, generation, place]));

  return {
    wrap: async (dataKey, place) => {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const wrapped = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv: nonce, additionalData: additionalData(place) },
        await keyUnder(currentSecret()),
        dataKey,
      );
      const [id] = await secretIds();
      return [WRAP_VERSION, id, toBase64(nonce, new Uint8Array(wrapped))].join(".");
    },
    unwrap: async (wrapped, place) => {
      const [version, id = "", text = ""] = wrapped.split(".");
      const secret = acceptedSecrets()[(await secretIds()).indexOf(id)];
      if (version !== WRAP_VERSION || secret === undefined)
        throw new Error(
          `This key is wrapped with secret ${id}, which is neither BANATA_AUTH_SECRET nor BANATA_AUTH_SECRET_PREVIOUS.`,
        );
      const bytes = fromBase64(text);
      return new Uint8Array(
        await crypto.subtle.decrypt(
          { name: "AES-GCM", iv: bytes.slice(0, 12), additionalData: additionalData(place) },
          await keyUnder(secret),
          bytes.slice(12),
        ),
      );
    },
  };
}

const DATA_KEY_BYTES = 32;
export const newDataKey = (): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(DATA_KEY_BYTES));

/** Encrypts under a data key with AES-256-GCM and a fresh nonce, which comes first in the result. */
export async function encryptWith(
  dataKey: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
  additionalData: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: utf8.encode(additionalData) },
    await toAesKey(dataKey),
    bytes,
  );
  const joined = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  joined.set(nonce);
  joined.set(new Uint8Array(sealed), NONCE_BYTES);
  return joined;
}

/** Throws if the key or the additional data is another one, or the bytes were modified. */
export const decryptWith = async (
  dataKey: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
  additionalData: string,
): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await crypto.subtle.decrypt(
      {
        name: "AES-GCM",
        iv: sealed.slice(0, NONCE_BYTES),
        additionalData: utf8.encode(additionalData),
      },
      await toAesKey(dataKey),
      sealed.slice(NONCE_BYTES),
    ),
  );

const NONCE_BYTES = 12;
const SALT_BYTES = 32;
export const newSalt = (): string => toBase64(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

/** Arguments that every engine accepts in one call. */
const CHUNK_BYTES = 8_192;

export function toBase64(...parts: readonly Uint8Array[]): string {
  let binary = "";
  for (const part of parts)
    for (let i = 0; i < part.length; i += CHUNK_BYTES)
      binary += String.fromCharCode(...part.subarray(i, i + CHUNK_BYTES));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const MINIMUM_SECRET_LENGTH = 32;

function currentSecret(): string {
  const secret = process.env.BANATA_AUTH_SECRET ?? "";
  if (secret.length < MINIMUM_SECRET_LENGTH) {
    throw new Error(
      'BANATA_AUTH_SECRET is missing or shorter than 32 characters. Set it with: npx convex env set BANATA_AUTH_SECRET "$(openssl rand -base64 33)"',
    );
  }
  return secret;
}

/** The current secret, followed during a rotation (docs/rotation.md) by the previous one. */
function acceptedSecrets(): readonly [current: string, ...previous: string[]] {
  const current = currentSecret();
  const previous = process.env.BANATA_AUTH_SECRET_PREVIOUS ?? "";
  if (previous === "" || previous === current) return [current];
  if (previous.length < MINIMUM_SECRET_LENGTH)
    throw new Error(
      "BANATA_AUTH_SECRET_PREVIOUS is shorter than 32 characters: set it to the secret that was replaced, or remove it.",
    );
  return [current, previous];
}

/** Compares in a time that depends on the lengths only. */
export function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++)
    difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(b.length, 1));
  return difference === 0;
}
