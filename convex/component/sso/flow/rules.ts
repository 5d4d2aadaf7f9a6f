/**
 * Every rule by which a sign-in through SSO is refused. The person sees only that it did not work and
 * a code; the audit entry with that code has the rule and, where the network or the identity
 * provider is at fault, a detail that contains nothing of the response.
 */
import { cleanLine } from "../../core/text";
import type { SamlRule } from "../../saml/fault";

/** SAML's own rules, as codes. */
type SamlCode = `saml_${Underscored<SamlRule>}`;
type Underscored<T extends string> = T extends `${infer A}-${infer B}`
  ? `${A}_${Underscored<B>}`
  : T;

export const flowRules = {
  // The flow
  /** The sign-in is unknown, expired, or used already. */
  start_unknown: "Start the sign-in again; this one has expired or was already used",
  /** Another browser began the sign-in, or this one accepts no cookies. */
  browser_changed: "The browser that ends a sign-in must be the one that began it",
  /** The identity provider of the connection changed during the sign-in. */
  connection_changed: "The connection was changed during the sign-in",
  connection_inactive: "The connection is not active",
  connection_incomplete: "The connection is not completely configured",
  /** An unsolicited response where the connection does not allow one. */
  unsolicited: "The connection does not allow sign-ins that the identity provider starts",
  /** The connection allows it, but there is no page to start at. */
  no_initiation_page:
    "Set initiateLoginUri of an auth client, or defaultRedirectUri of the connection",
  response_missing: "The request contains no response of an identity provider",
  assertion_replayed: "The assertion was already used",
  redirect_unregistered:
    "The redirect URL is no longer registered with an enabled auth client that offers SSO",

  // OpenID Connect
  oidc_discovery: "The issuer's discovery document cannot be used",
  oidc_response: "The authorization response is not valid",
  /** The identity provider itself refused. */
  oidc_error: "The identity provider answered with an error",
  oidc_token: "The token endpoint refused the code",
  oidc_id_token: "The ID token is not valid",
  oidc_signature: "The signature of the ID token is not valid",
  oidc_userinfo: "The userinfo endpoint gave no valid answer for this person",

  // The person
  subject_invalid: "The identity provider sent no usable identifier of the person",
  email_missing: "The identity provider sent no valid e-mail address",
  email_unchecked: "The identity provider says that it has not verified the e-mail address",
  email_outside_domains:
    "The e-mail address is in no domain of the connection that the organization has verified",
  /** A lapse alone does not stop accounts that are linked. */
  domain_elsewhere:
    "Another organization has verified the domain of the user's e-mail address, or it belongs to another connection; add it to `domains` of this one, or change the address",
  email_domain_not_allowed: "The organization does not accept members of this e-mail domain",
  email_taken: "Another user of the project can still reclaim the e-mail address",
  /**
   * Otherwise a person who can edit the address at the identity provider, or who was given a former
   * colleague's, would sign in as that user.
   */
  subject_changed:
    "The user with this e-mail address has signed in through the connection under another identifier. If the identity provider now sends new identifiers, call sso.unlinkProfile; if the address was given to another person, delete the user",
  /** Otherwise roles that the mapping granted would be taken away. */
  attribute_omitted:
    "The identity provider did not send an attribute that the role mapping names. Entra ID sends a link in place of the groups of a person who is in many: let it send the groups that are assigned to the application only, or application roles. In OpenID Connect, the userinfo endpoint may have failed",
  jit_disabled:
    "The connection does not create users or members: its jit is off, or the organization has a directory without allowJit",
  deprovisioned_by_directory:
    "The organization's directory has deactivated or deleted the user; activate the user there, or delete the directory",
  member_limit: "The organization has reached its limit of members",
  organization_unavailable: "The organization no longer exists",
  user_banned: "The user is banned",
  /** An operator, or a user with project roles beyond the default. */
  user_privileged: "Users with project roles cannot sign in through a connection",
} as const;

export type FlowRule = keyof typeof flowRules;
export type SsoRule = FlowRule | SamlCode;

export const toSamlCode = (rule: SamlRule): SamlCode =>
  `saml_${rule.replaceAll("-", "_")}` as SamlCode; // as the type says

/** Of a detail, in UTF-16 units. */
const MAXIMUM_DETAIL = 300;

/** A response of an identity provider, refused outside a transaction. */
export class RefusedResponse extends Error {
  override readonly name = "RefusedResponse";
  readonly detail: string;

  constructor(
    readonly rule: SsoRule,
    /** May contain text that the identity provider chose; kept as one short line. */
    text: string,
  ) {
    const detail = cleanLine(text, MAXIMUM_DETAIL);
    super(detail);
    this.detail = detail;
  }
}
