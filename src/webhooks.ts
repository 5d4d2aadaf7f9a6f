/**
 * For the server that webhooks are sent to: whether a request is from the runtime, and what it
 * says. On Web Crypto alone.
 */
import type { WebhookEvent } from "../convex/component/events/types";
import { BanataAuthError } from "./errors";

/** Why a request was not accepted. */
export type WebhookFault =
  | "missing_signature"
  | "malformed_signature"
  | "wrong_signature"
  | "outside_tolerance"
  | "invalid_payload";

/**
 * The request is not from the runtime, or not from now: answer it 400. `code` says why; nothing of
 * the payload or the secret is in the message.
 */
export class WebhookVerificationError extends BanataAuthError {
  override readonly name = "WebhookVerificationError";

  constructor(
    override readonly code: WebhookFault,
    message: string,
  ) {
    super({ status: 0, code, message });
  }
}

/** What `client.webhooks.sendTest` sends: no event of the project. */
export type WebhookTest = Pick<WebhookEvent, "id" | "timestamp" | "createdAt"> & {
  readonly type: "webhook.test";
  readonly data: { readonly endpointId: string; readonly message: string };
};

/**
 * The value of `x-banataauth-signature`, or all headers of the request, of which either form of
 * signature will do.
 */
export type WebhookSignature =
  string | Headers | { readonly [name: string]: string | readonly string[] | undefined };

export interface WebhookMethods {
  /**
   * What a webhook says, once it is sure who sent it: an event, by its `type`, or a test. Rejects
   * with a `WebhookVerificationError` otherwise. `id` is the same in every delivery of an event. An
   * event that would be larger than 256 KiB has in `data` its ids alone, and `truncated: true`.
   *
   * ```ts
   * const event = await client.webhooks.constructEvent(await request.text(), request.headers, process.env.WEBHOOK_SECRET);
   * ```
   *
   * @param payload the body as it came: text or bytes, not parsed
   * @param signature the request's headers, or the value of `x-banataauth-signature`
   * @param secret `whsec_…`, as it was shown
   * @param toleranceSeconds how old a request may be, and how far ahead its clock; 300 unless given
   */
  constructEvent(
    payload: string | Uint8Array,
    signature: WebhookSignature,
    secret: string,
    toleranceSeconds?: number,
  ): Promise<WebhookEvent | WebhookTest>;
  /**
   * Whether the payload has a good signature, made within the tolerance: `constructEvent` as a
   * boolean.
   */
  verifySignature(
    payload: string | Uint8Array,
    signature: WebhookSignature,
    secret: string,
    toleranceSeconds?: number,
  ): Promise<boolean>;
}

const TOLERANCE_SECONDS = 300;
const utf8 = new TextEncoder();

export const constructEvent: WebhookMethods["constructEvent"] = async (
  payload,
  signature,
  secret,
  toleranceSeconds,
) => {
  const text = await verified(payload, signature, secret, toleranceSeconds);
  try {
    return JSON.parse(text) as WebhookEvent; // the runtime made it
  } catch {
    throw new WebhookVerificationError("invalid_payload", "The payload is no JSON");
  }
};

export const verifySignature: WebhookMethods["verifySignature"] = async (...args) => {
  try {
    await verified(...args);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
};

/** The payload as text. */
async function verified(
  payload: string | Uint8Array,
  signature: WebhookSignature,
  secret: string,
  toleranceSeconds = TOLERANCE_SECONDS,
): Promise<string> {
  const text = typeof payload === "string" ? payload : new TextDecoder().decode(payload);
  const { seconds, isSigned } = formOf(signature);
  if (!(await isSigned(text, secret)))
    throw new WebhookVerificationError(
      "wrong_signature",
      "No signature of this payload with this secret",
    );
  if (!(Math.abs(Date.now() / 1_000 - seconds) <= toleranceSeconds))
    throw new WebhookVerificationError(
      "outside_tolerance",
      `Signed more than ${toleranceSeconds} seconds from now`,
    );
  return text;
}

interface Form {
  readonly seconds: number;
  isSigned(text: string, secret: string): Promise<boolean>;
}

function formOf(signature: WebhookSignature): Form {
  if (typeof signature === "string") return ownForm(signature);
  const own = headerOf(signature, "x-banataauth-signature");
  if (own !== null) return ownForm(own);
  const [id, time, standard] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
    (name) => headerOf(signature, name),
  );
  if (id == null || time == null || standard == null)
    throw new WebhookVerificationError(
      "missing_signature",
      "No x-banataauth-signature, and no webhook-id, webhook-timestamp and webhook-signature",
    );
  return standardForm(id, time, standard);
}

/**
 * `t=<seconds>,v1=<hex>`, with a second `v1` while the secret rotates: keyed with the secret as a
 * text.
 */
function ownForm(header: string): Form {
  const parts = header.split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  const signatures = parts.flatMap(([name, value]) =>
    name === "v1" && value !== undefined ? [value] : [],
  );
  const seconds = secondsOf(time);
  return {
    seconds,
    isSigned: async (text, secret) =>
      await isOneOf(signatures.map(bytesOfHex), utf8.encode(secret), `${time}.${text}`),
  };
}

/**
 * Standard Webhooks: `v1,<base64>`, several with spaces between them, keyed with the secret's
 * bytes.
 */
function standardForm(id: string, time: string, header: string): Form {
  const signatures = header
    .split(" ")
    .flatMap((part) => (part.startsWith("v1,") ? [bytesOfBase64(part.slice(3))] : []));
  const seconds = secondsOf(time);
  return {
    seconds,
    isSigned: async (text, secret) =>
      await isOneOf(
        signatures,
        bytesOfBase64(secret.replace(/^whsec_/, "")),
        `${id}.${time}.${text}`,
      ),
  };
}

/** Compared by the platform, in constant time. */
async function isOneOf(
  signatures: readonly (Bytes | null)[],
  key: Bytes | null,
  signed: string,
): Promise<boolean> {
  if (key === null || key.length === 0) return false;
  const imported = await crypto.subtle.importKey(
    "raw",
    key,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const found = await Promise.all(
    signatures.map(
      async (signature) =>
        signature !== null &&
        (await crypto.subtle.verify("HMAC", imported, signature, utf8.encode(signed))),
    ),
  );
  return found.includes(true);
}

function headerOf(headers: Exclude<WebhookSignature, string>, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : (found?.[0] ?? null);
}

function secondsOf(time: string): number {
  if (!/^\d{1,12}$/.test(time))
    throw new WebhookVerificationError("malformed_signature", "The signature has no time");
  return Number(time);
}

type Bytes = Uint8Array<ArrayBuffer>;

const bytesOfHex = (hex: string): Bytes | null =>
  /^([0-9a-f]{2})+$/i.test(hex)
    ? Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16))
    : null; // of pairs, by the pattern

function bytesOfBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

export const webhookMethods = (_groups: unknown): WebhookMethods => ({
  constructEvent,
  verifySignature,
});
