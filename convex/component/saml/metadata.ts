import { parseCertificate } from "./certificates";
import { SamlFault } from "./fault";
import { DSIG, METADATA, POST_BINDING, PROTOCOL, REDIRECT_BINDING } from "./namespaces";
import { parseTime } from "./time";
import { childrenNamed, descendants, findAttribute, hasName, readText } from "./xml/navigation";
import { parseXml, type XmlElement } from "./xml/tree";

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

const MAXIMUM_CERTIFICATES = 10;

/**
 * Reads an identity provider's metadata, at most 256 KB. Its signature is not verified: metadata is
 * trusted because an administrator uploaded it, or because of TLS.
 */
export function parseIdpMetadata(xml: string, options: MetadataOptions): IdpMetadata {
  const { entity, role } = chooseProvider(parseXml(xml, "lenient"), options);
  const validUntil = readValidUntil(entity, role);
  if (validUntil !== null && validUntil <= options.now)
    throw new SamlFault("metadata-expired", "The metadata was valid until a time that has passed.");
  return {
    entityId: requireEntityId(entity),
    ssoUrls: readSsoUrls(role),
    certificates: readCertificates(role),
    wantsSignedRequests: /^(true|1)$/.test(findAttribute(role, "WantAuthnRequestsSigned") ?? ""),
    nameIdFormats: childrenNamed(role, METADATA, "NameIDFormat").map((each) =>
      readText(each).trim(),
    ),
    validUntil,
  };
}

interface Provider {
  readonly entity: XmlElement;
  readonly role: XmlElement;
}

/** The one identity provider of the document, or the one with the entity id that was asked for. */
function chooseProvider(root: XmlElement, { entityId }: MetadataOptions): Provider {
  const isDocument = ["EntityDescriptor", "EntitiesDescriptor"].some((local) =>
    hasName(root, METADATA, local),
  );
  if (!isDocument) throw new SamlFault("metadata", "The document is not SAML 2.0 metadata.");
  const providers = [...descendants(root)]
    .filter((each) => hasName(each, METADATA, "EntityDescriptor"))
    .flatMap((entity) => {
      const role = childrenNamed(entity, METADATA, "IDPSSODescriptor").find(speaksSaml2);
      return role ? [{ entity, role }] : [];
    })
    .filter(({ entity }) => entityId === undefined || entityId === requireEntityId(entity));
  const [provider, ...others] = providers;
  if (!provider)
    throw new SamlFault("metadata", "The metadata does not describe this identity provider.");
  if (others.length > 0)
    throw new SamlFault("metadata", "The metadata has several identity providers; name one.");
  return provider;
}

const speaksSaml2 = (role: XmlElement) =>
  findAttribute(role, "protocolSupportEnumeration")?.split(/\s+/).includes(PROTOCOL) ?? false;

function requireEntityId(entity: XmlElement): string {
  const entityId = findAttribute(entity, "entityID");
  if (!entityId || entityId.length > 1024)
    throw new SamlFault("metadata", "The entity id must have 1 to 1024 characters.");
  return entityId;
}

/** The earliest end of the entity, its role, and what they are in. */
function readValidUntil(entity: XmlElement, role: XmlElement): number | null {
  const ends: number[] = [];
  const add = (element: XmlElement) => {
    const end = findAttribute(element, "validUntil");
    if (end !== null) ends.push(parseTime(end, "metadata"));
  };
  add(role);
  for (let each: XmlElement | null = entity; each; each = each.parent) add(each);
  return ends.length > 0 ? Math.min(...ends) : null;
}

function readSsoUrls(role: XmlElement): IdpMetadata["ssoUrls"] {
  const services = childrenNamed(role, METADATA, "SingleSignOnService");
  const find = (binding: string) => {
    const service = services.find((each) => findAttribute(each, "Binding") === binding);
    return service ? requireUrl(findAttribute(service, "Location")) : null;
  };
  const ssoUrls = { redirect: find(REDIRECT_BINDING), post: find(POST_BINDING) };
  if (ssoUrls.redirect === null && ssoUrls.post === null)
    throw new SamlFault(
      "metadata",
      "The metadata has no sign-on URL for HTTP-Redirect or HTTP-POST.",
    );
  return ssoUrls;
}

function requireUrl(location: string | null): string {
  try {
    const { href, protocol } = new URL(location ?? "");
    if (protocol === "https:" || protocol === "http:") return href;
  } catch {
    // As refused as another protocol.
  }
  throw new SamlFault("metadata", "A sign-on URL is not an HTTP URL.");
}

/**
 * The first certificate of each signing key: others in the same KeyInfo are its issuers. Keys that
 * are too weak are left out, unless there is no other.
 */
function readCertificates(role: XmlElement): string[] {
  const certificates = new Set<string>();
  let weak: SamlFault | null = null;
  for (const descriptor of childrenNamed(role, METADATA, "KeyDescriptor")) {
    if ((findAttribute(descriptor, "use") ?? "signing") !== "signing") continue;
    const certificate = [...descendants(descriptor)].find((each) =>
      hasName(each, DSIG, "X509Certificate"),
    );
    if (!certificate) continue;
    try {
      certificates.add(parseCertificate(readText(certificate)).pem);
    } catch (fault) {
      if (!(fault instanceof SamlFault) || fault.rule !== "weak-key") throw fault;
      weak = fault;
    }
  }
  if (certificates.size === 0)
    throw weak ?? new SamlFault("metadata", "The metadata has no signing certificate.");
  if (certificates.size > MAXIMUM_CERTIFICATES)
    throw new SamlFault("metadata", `At most ${MAXIMUM_CERTIFICATES} signing keys are accepted.`);
  return [...certificates];
}
