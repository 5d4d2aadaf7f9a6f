import { SamlFault } from "./fault";

/** What a response says of itself before anything was verified. For routing and logs alone. */
export interface UnverifiedResponse {
  readonly inResponseTo: string | null;
}

/** Reads the first tag of the document and nothing else. */
export function readUnverifiedResponse(xml: string): UnverifiedResponse {
  throw new SamlFault("wrong-document", `Not implemented: ${xml.length}`);
}
