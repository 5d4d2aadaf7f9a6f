/**
 * Hashes and derived secrets, on Web Crypto alone (queries and mutations allow digest, HMAC and
 * HKDF there).
 */
const utf8 = new TextEncoder();

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
}

/** 256 random bits as hex: for whoever holds it; store its hash. */
export const randomToken = (): string => hex(crypto.getRandomValues(new Uint8Array(32)).buffer);

/**
 * Key material of one project for one purpose, so that nothing made for one project is worth
 * anything in another. HKDF-SHA-256 (RFC 5869) from the deployment's secret with the project as
 * salt and the purpose as info.
 */
async function projectBits(projectId: string, purpose: string): Promise<ArrayBuffer> {
  const root = await crypto.subtle.importKey(
    "raw",
    utf8.encode(deploymentSecret()),
    "HKDF",
    false,
    ["deriveBits"],
  );
  return await crypto.subtle.deriveBits(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: utf8.encode(projectId),
      info: utf8.encode(`banata-auth/${purpose}`),
    },
    root,
    256,
  );
}

/** HMAC-SHA-256 with the project's key for the purpose, as hex. */
export async function projectMac(
  projectId: string,
  purpose: string,
  text: string,
): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    await projectBits(projectId, purpose),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return hex(await crypto.subtle.sign("HMAC", key, utf8.encode(text)));
}

/** The scope of what belongs to the deployment and to no project. */
export const DEPLOYMENT_SCOPE = "deployment";

/**
 * Encrypts a text at rest: AES-256-GCM with the project's key for the purpose, a fresh nonce,
 * base64. `unseal` needs the same project and purpose.
 */
export async function seal(projectId: string, purpose: string, text: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    await sealingKey(projectId, purpose),
    utf8.encode(text),
  );
  return btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed)));
}

/**
 * The sealed text. Throws when it was sealed for another project or purpose, with another secret,
 * or was changed.
 */
export async function unseal(projectId: string, purpose: string, sealed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
  const text = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes.slice(0, 12) },
    await sealingKey(projectId, purpose),
    bytes.slice(12),
  );
  return new TextDecoder().decode(text);
}

const sealingKey = async (projectId: string, purpose: string) =>
  await crypto.subtle.importKey("raw", await projectBits(projectId, purpose), "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);

function deploymentSecret(): string {
  const secret = process.env.BANATA_AUTH_SECRET ?? "";
  if (secret.length < 32) {
    throw new Error(
      'BANATA_AUTH_SECRET is missing or shorter than 32 characters. Set it with: npx convex env set BANATA_AUTH_SECRET "$(openssl rand -base64 33)"',
    );
  }
  return secret;
}

/** Equal, in a time that depends on the lengths only. */
export function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++)
    difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(b.length, 1));
  return difference === 0;
}
