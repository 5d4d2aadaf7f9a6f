import { SamlFault } from "./fault";

/** The form field `SAMLResponse` as XML. At most 256 KB of it, in UTF-8. */
export function decodeMessage(field: string): string {
  throw new SamlFault("encoding", `Not implemented: ${field.length}`);
}
