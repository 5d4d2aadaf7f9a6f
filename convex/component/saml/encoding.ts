import { decodeBase64 } from "./base64";
import { SamlFault } from "./fault";
import { MAXIMUM_BYTES } from "./xml/tree";

/** The form field `SAMLResponse` as XML. At most 256 KB of it, in UTF-8. */
export function decodeMessage(field: string): string {
  // Base64 is a third longer, and lines of 64 or 76 characters may end in CR and LF.
  if (field.length > 1.5 * MAXIMUM_BYTES) throw tooLarge();
  const bytes = decodeBase64(field, "encoding");
  if (bytes.length > MAXIMUM_BYTES) throw tooLarge();
  const text = decodeUtf8(bytes);
  if (text === null) throw new SamlFault("encoding", "The message is not UTF-8.");
  return text;
}

/** Text without a byte order mark, or null if the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    const text: unknown = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Convex's decoder returns undefined where the standard requires it to throw.
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}

const tooLarge = () => new SamlFault("too-large", "The message is larger than 256 KB.");
