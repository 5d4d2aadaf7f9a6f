/**
 * An authenticator of software: ES256, no attestation, as W3C WebAuthn Level 3 describes what it
 * signs (§6.1 authenticator data, §6.5 attestation, §5.8.1 client data).
 */
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

export interface Page {
  readonly origin: string;
  readonly rpId: string;
}

export class Authenticator {
  readonly id = randomBytes(16);
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  counter = 0;
  /** Whether it asks for a PIN or a finger, and says so. */
  verifiesUser = true;

  /** For the virtual authenticator of a browser (`WebAuthn.addCredential` of its protocol). */
  toVirtualCredential({ rpId }: Pick<Page, "rpId">) {
    const key = this.keys.privateKey.export({ format: "der", type: "pkcs8" });
    return {
      ...{ credentialId: this.id.toString("base64"), privateKey: key.toString("base64"), rpId },
      ...{ isResidentCredential: true, userHandle: "AQID", signCount: this.counter },
    };
  }

  /** Answers `navigator.credentials.create`. */
  register(challenge: string, page: Page) {
    const { x = "", y = "" } = this.keys.publicKey.export({ format: "jwk" });
    // COSE (RFC 9052): kty EC2, alg ES256, crv P-256, x, y.
    const key = new Map<number, number | Buffer>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const authData = Buffer.concat([
      this.authenticatorData(page, 0x41 | this.userVerified),
      Buffer.alloc(16),
      length,
      this.id,
      cbor(key),
    ]);
    const attestationObject = cbor(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return this.credential({
      clientDataJSON: clientData("webauthn.create", challenge, page),
      attestationObject: attestationObject.toString("base64url"),
      transports: ["internal"],
    });
  }

  /** Answers `navigator.credentials.get`. */
  assert(challenge: string, page: Page) {
    this.counter++;
    const [authenticatorData, clientDataJSON] = [
      this.authenticatorData(page, 0x01 | this.userVerified),
      clientData("webauthn.get", challenge, page),
    ];
    const signed = Buffer.concat([
      authenticatorData,
      createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest(),
    ]);
    const signature = createSign("sha256").update(signed).sign(this.keys.privateKey);
    return this.credential({
      clientDataJSON,
      authenticatorData: authenticatorData.toString("base64url"),
      signature: signature.toString("base64url"),
    });
  }

  private get userVerified(): number {
    return this.verifiesUser ? 0x04 : 0;
  }

  private credential<R extends object>(response: R) {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }

  private authenticatorData({ rpId }: Page, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([
      createHash("sha256").update(rpId).digest(),
      Buffer.from([flags]),
      counter,
    ]);
  }
}

const clientData = (type: string, challenge: string, { origin }: Page) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString(
    "base64url",
  );

/** RFC 8949, as much of it as a passkey has. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map)
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)]),
    ]);
  throw new Error(`No CBOR for ${typeof value}.`);
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  return size < 256
    ? Buffer.from([(major << 5) | 24, size])
    : Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
}
