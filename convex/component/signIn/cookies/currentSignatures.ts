/**
 * While BANATA_AUTH_SECRET is being rotated, clients may present values signed with the previous
 * secret, but Better Auth verifies signatures with a single secret. So cookies and bearer tokens
 * with a valid previous signature are re-signed with the current secret before Better Auth sees
 * them. Nothing else about them changes.
 */
import { equalInConstantTime, sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import { hmacBase64, hmacBase64Url } from "./hmac";
import { cookiePrefix, decodeCookieValue } from "../../sessions/cookie";
import { signInSecrets } from "./secrets";

interface Signed {
  readonly headers: string[][];
}

/** Reads the database only for a trusted-device cookie signed with the previous secret. */
export async function withCurrentSignatures<R extends Signed>(
  db: TenantReader,
  request: R,
): Promise<R> {
  const [current, previous] = await signInSecrets(db.projectId);
  if (current === undefined || previous === undefined) return request;
  const signatures = new Signatures(db, current, previous);
  return {
    ...request,
    headers: await Promise.all(
      request.headers.map(async ([name = "", value = ""]) => [
        name,
        await signatures.header(name, value),
      ]),
    ),
  };
}

class Signatures {
  constructor(
    private readonly db: TenantReader,
    private readonly current: string,
    private readonly previous: string,
  ) {}

  async header(name: string, value: string): Promise<string> {
    if (name === "cookie") return await this.cookies(value);
    const [, scheme, token] = /^(bearer +)(\S+)$/i.exec(value) ?? [];
    return name === "authorization" && scheme !== undefined && token !== undefined
      ? scheme + (await this.value(token))
      : value;
  }

  private async cookies(header: string): Promise<string> {
    const prefix = `${cookiePrefix(this.db.projectId)}.`;
    const cookies = header.split(";").map(async (cookie) => {
      const [name = "", ...rest] = cookie.split("=");
      if (
        !name
          .trim()
          .replace(/^__Secure-/, "")
          .startsWith(prefix)
      )
        return cookie;
      const isTrust = name.trim().endsWith(".trust_device");
      return `${name}=${await this.value(rest.join("=").trim(), isTrust)}`;
    });
    return (await Promise.all(cookies)).join(";");
  }

  /** `<text>.<HMAC of the text, base64>`, optionally percent-encoded. */
  private async value(value: string, isTrust = false): Promise<string> {
    const whole = decodeCookieValue(value);
    const end = whole.lastIndexOf(".");
    const text = whole.slice(0, end);
    const signature = whole.slice(end + 1);
    if (end < 1 || !equalInConstantTime(signature, await hmacBase64(this.previous, text)))
      return value;
    const signed = isTrust ? await this.trustedDevice(text) : text;
    return encodeURIComponent(`${signed}.${await hmacBase64(this.current, signed)}`);
  }

  /**
   * The cookie of a trusted device contains another signature, `<HMAC of
   * "<user>!<device>">!<device>`. The user is in the device's verification row.
   */
  private async trustedDevice(text: string): Promise<string> {
    const [inner = "", device = ""] = text.split("!");
    const identifier = await sha256(device);
    const row = await this.db
      .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier))
      .first();
    const input = `${row?.value}!${device}`;
    return row && equalInConstantTime(inner, await hmacBase64Url(this.previous, input))
      ? `${await hmacBase64Url(this.current, input)}!${device}`
      : text;
  }
}
