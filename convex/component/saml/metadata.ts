import { SamlFault } from "./fault";

export interface IdpMetadata {
  readonly entityId: string;
  /** Single sign-on URLs by binding; at least one is there. */
  readonly ssoUrls: { readonly redirect: string | null; readonly post: string | null };
  /** PEM, one for each signing key; weak ones are left out, at least one is there. */
  readonly certificates: readonly string[];
  readonly wantsSignedRequests: boolean;
  readonly nameIdFormats: readonly string[];
  /** Milliseconds since 1970. */
  readonly validUntil: number | null;
}

export interface MetadataOptions {
  /** Milliseconds since 1970; metadata whose `validUntil` has passed is refused. */
  readonly now: number;
  /** Chooses from an `EntitiesDescriptor`, which needs it if it lists several identity providers. */
  readonly entityId?: string;
}

/**
 * Reads an identity provider's metadata, at most 256 KB. Its signature is not verified: metadata is
 * trusted because an administrator uploaded it, or because of TLS.
 */
export function parseIdpMetadata(xml: string, options: MetadataOptions): IdpMetadata {
  throw new SamlFault("metadata", `Not implemented: ${xml.length} ${options.now}`);
}
