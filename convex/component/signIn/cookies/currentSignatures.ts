/**
 * While BANATA_AUTH_SECRET is being rotated, what a visitor brings may be signed with the previous
 * secret, and Better Auth accepts one secret for signatures. So a request's cookies and bearer token
 * are signed anew with the current secret before Better Auth sees them: only where the
 * previous secret's signature holds, and nothing else about them changes.
 */
import { equalInConstantTime, sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import { hmacBase64, hmacBase64Url } from "./hmac";
import { cookiePrefix, decodeCookieValue } from "../../sessions/cookie";
import { signInSecrets } from "./secrets";

interface Signed {
  readonly headers: string[][];
}

/** Reads a row only for the cookie of a trusted device that the previous secret has signed. */
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

  /** `<text>.<HMAC of the text, base64>`, percent-encoded or not. */
  private async value(value: string, isTrust = false): Promise<string> {
    const whole = decodeCookieValue(value);
    const end = whole.lastIndexOf(".");
    const [text, signature] = [whole.slice(0, end), whole.slice(end + 1)];
    if (end < 1 || !equalInConstantTime(signature, await hmacBase64(this.previous, text)))
      return value;
    const signed = isTrust ? await this.trustedDevice(text) : text;
    return encodeURIComponent(`${signed}.${await hmacBase64(this.current, signed)}`);
  }

  /**
   * The cookie of a trusted device has a signature in it, `<HMAC of "<user>!<device>">!<device>`,
   * whose user stands in the device's verification.
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
