/** What the sealed columns of the slice are sealed for. */
import type { EnvelopeAddress } from "../envelopes/envelope";

interface Owner {
  readonly id: string;
  readonly organizationId: string;
}

/** The address of an OIDC connection's client secret. */
export const clientSecretAddress = ({
  id,
  organizationId,
  secretVersion,
}: Owner & { readonly secretVersion: number }): EnvelopeAddress => ({
  layer: "connection",
  organizationId,
  ownerId: id,
  field: "clientSecret",
  version: secretVersion,
});

/** The address of a SAML connection's private key. */
export const privateKeyAddress = ({ id, organizationId }: Owner): EnvelopeAddress => ({
  layer: "connection",
  organizationId,
  ownerId: id,
  field: "privateKey",
  version: 1,
});

/** Of the sign-in whose start page has this hash. It lives for minutes, so it has no envelope. */
export const startPlace = (
  column: "sealedVerifier" | "sealedResult",
  { startHash }: { readonly startHash: string },
) => ({ purpose: `sso-start/${column}`, place: startHash });
