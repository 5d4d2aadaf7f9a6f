/**
 * What a link for the renewal of certificates may do to a connection: add certificates, and remove
 * all but one. The identity provider stays the same.
 */
import { invalidField } from "../core/errors";
import type { Caller } from "../tenancy/caller";
import type { StoredSaml } from "./fields";

/** Of parseCertificates, for one text. */
const MAXIMUM_CERTIFICATES = 10;

export const isRenewal = ({ portal }: Caller): boolean => portal?.intent === "certificate_renewal";

/**
 * `hasMetadata`: the certificates of metadata are added to those before, because many identity
 * providers publish the present one alone. Throws 422.
 */
export function renewCertificates(
  before: StoredSaml,
  changed: StoredSaml,
  hasMetadata: boolean,
): StoredSaml {
  if (hasMetadata && changed.idpEntityId !== before.idpEntityId)
    throw invalidField(
      "samlConfig.metadataXml",
      "The metadata is of another identity provider than the connection's",
      "other_provider",
    );
  const all = hasMetadata
    ? [...before.idpCertificates, ...changed.idpCertificates]
    : changed.idpCertificates;
  const idpCertificates = [...new Map(all.map((each) => [each.pem, each])).values()];
  if (idpCertificates.length === 0)
    throw invalidField("samlConfig.idpCertificate", "One certificate must stay", "missing");
  if (idpCertificates.length > MAXIMUM_CERTIFICATES)
    throw invalidField(
      "samlConfig.idpCertificate",
      `At most ${MAXIMUM_CERTIFICATES} certificates; remove an old one first`,
      "too_big",
    );
  return { ...before, idpCertificates };
}
