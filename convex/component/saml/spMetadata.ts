import { SamlFault } from "./fault";

export interface SpMetadata {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly nameIdFormat: string | null;
  readonly signsRequests: boolean;
  readonly wantsSignedAssertions: boolean;
  /** PEM; several during a roll-over. */
  readonly signingCertificates: readonly string[];
  readonly encryptionCertificates: readonly string[];
}

/** The service provider's `EntityDescriptor` as XML. */
export function formatSpMetadata(metadata: SpMetadata): string {
  throw new SamlFault("metadata", `Not implemented: ${metadata.entityId}`);
}
