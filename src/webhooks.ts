/** Verifies and parses webhooks on the server that receives them. Uses only Web Crypto. */
import type { WebhookEvent } from "../convex/component/events/types";
import { withDates } from "./dates";
import { BanataAuthError } from "./errors";

/** Why a request was rejected. */
export type WebhookFault =
  | "missing_signature"
  | "malformed_signature"
  | "wrong_signature"
  | "outside_tolerance"
  | "invalid_payload";

/**
 * The request is not from the runtime, or too old: answer with 400. `code` is the reason; the
 * message contains nothing of the payload or the secret.
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

/** The test message of `client.webhooks.sendTest`, which is not an event of the project. */
export type WebhookTest = Pick<WebhookEvent, "id" | "timestamp" | "createdAt"> & {
  readonly type: "webhook.test";
  readonly data: { readonly endpointId: string; readonly message: string };
};

/**
 * The value of `x-banataauth-signature`, or all headers of the request, which may carry either form
 * of signature.
 */
export type WebhookSignature =
  string | Headers | { readonly [name: string]: string | readonly string[] | undefined };

/** A request to verify. */
export interface SignedPayload {
  /** The raw body: text or bytes, not parsed. */
  readonly payload: string | Uint8Array;
  /** The request's headers, or the value of `x-banataauth-signature`. */
  readonly sigHeader: WebhookSignature;
  /** The endpoint's secret, `whsec_…`. */
  readonly secret: string;
  /** The maximum difference between the request's timestamp and now, in seconds; default 300. */
  readonly tolerance?: number;
}

export interface WebhookMethods {
  /**
   * Verifies a webhook's signature and returns its event, distinguished by `type`, or test message;
   * `createdAt` is a `Date`. Rejects with a `WebhookVerificationError` when the signature is
   * invalid. `id` is the same in every delivery of an event. When an event would exceed 256 KiB,
   * its `data` has only ids and `truncated: true`.
   *
   * ```ts
   * const event = await client.webhooks.constructEvent({ payload: await request.text(), sigHeader: request.headers, secret: process.env.WEBHOOK_SECRET });
   * ```
   */
  constructEvent(signed: SignedPayload): Promise<WebhookEvent | WebhookTest>;
  /**
   * Returns whether the payload has a valid signature within the tolerance: `constructEvent` as a
   * boolean.
   */
  verifySignature(signed: SignedPayload): Promise<boolean>;
}

const TOLERANCE_SECONDS = 300;
const utf8 = new TextEncoder();

export const constructEvent: WebhookMethods["constructEvent"] = async (signed) => {
  const text = await requireSigned(signed);
  try {
    const event = withDates(JSON.parse(text), ["createdAt"]);
    return event as WebhookEvent; // the runtime made it
  } catch {
    throw new WebhookVerificationError("invalid_payload", "The payload is not valid JSON");
  }
};

export const verifySignature: WebhookMethods["verifySignature"] = async (signed) => {
  try {
    await requireSigned(signed);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
};

/** Returns the payload as text; throws unless its signature is valid. */
async function requireSigned({
  payload,
  sigHeader,
  secret,
  tolerance = TOLERANCE_SECONDS,
}: SignedPayload): Promise<string> {
  const text = typeof payload === "string" ? payload : new TextDecoder().decode(payload);
  const { seconds, isSigned } = parseSignature(sigHeader);
  if (!(await isSigned(text, secret)))
    throw new WebhookVerificationError(
      "wrong_signature",
      "No signature matches this payload and secret",
    );
  if (!(Math.abs(Date.now() / 1_000 - seconds) <= tolerance))
    throw new WebhookVerificationError(
      "outside_tolerance",
      `The timestamp is more than ${tolerance} seconds from now`,
    );
  return text;
}

interface ParsedSignature {
  readonly seconds: number;
  isSigned(text: string, secret: string): Promise<boolean>;
}

function parseSignature(signature: WebhookSignature): ParsedSignature {
  if (typeof signature === "string") return parseOwnSignature(signature);
  const own = getHeader(signature, "x-banataauth-signature");
  if (own !== null) return parseOwnSignature(own);
  const [id, time, standard] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
    (name) => getHeader(signature, name),
  );
  if (id == null || time == null || standard == null)
    throw new WebhookVerificationError(
      "missing_signature",
      "Missing signature headers: expected x-banataauth-signature, or webhook-id, webhook-timestamp and webhook-signature",
    );
  return parseStandardSignature(id, time, standard);
}

/**
 * `t=<seconds>,v1=<hex>`, with a second `v1` while the secret rotates. The HMAC key is the secret's
 * text.
 */
function parseOwnSignature(header: string): ParsedSignature {
  const parts = header.split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  const signatures = parts.flatMap(([name, value]) =>
    name === "v1" && value !== undefined ? [value] : [],
  );
  const seconds = parseSeconds(time);
  return {
    seconds,
    isSigned: async (text, secret) =>
      await hasSignature(signatures.map(parseHex), utf8.encode(secret), `${time}.${text}`),
  };
}

/**
 * Standard Webhooks: `v1,<base64>`, several separated by spaces. The HMAC key is the secret's
 * bytes.
 */
function parseStandardSignature(id: string, time: string, header: string): ParsedSignature {
  const signatures = header
    .split(" ")
    .flatMap((part) => (part.startsWith("v1,") ? [parseBase64(part.slice(3))] : []));
  const seconds = parseSeconds(time);
  return {
    seconds,
    isSigned: async (text, secret) =>
      await hasSignature(
        signatures,
        parseBase64(secret.replace(/^whsec_/, "")),
        `${id}.${time}.${text}`,
      ),
  };
}

/** The platform compares in constant time. */
async function hasSignature(
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

function getHeader(headers: Exclude<WebhookSignature, string>, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : (found?.[0] ?? null);
}

function parseSeconds(time: string): number {
  if (!/^\d{1,12}$/.test(time))
    throw new WebhookVerificationError(
      "malformed_signature",
      "The signature has no valid timestamp",
    );
  return Number(time);
}

type Bytes = Uint8Array<ArrayBuffer>;

const parseHex = (hex: string): Bytes | null =>
  /^([0-9a-f]{2})+$/i.test(hex)
    ? Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16))
    : null;

function parseBase64(text: string): Bytes | null {
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
