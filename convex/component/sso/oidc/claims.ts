/** What the claims of an ID token and of the userinfo endpoint say about the person. */
import { toProfile, type IdpProfile } from "../flow/profile";
import { RefusedResponse } from "../flow/rules";
import type { StoredOidc } from "../fields";
import type { Claims, VerifiedClaims } from "./exchange";

const DEFAULT_CLAIMS = {
  email: ["email"],
  firstName: ["given_name"],
  lastName: ["family_name"],
  displayName: ["name"],
  groups: ["groups", "roles"],
} as const;

/** Claims of the token itself, which say nothing about the person. */
const OF_THE_TOKEN = [
  ...["iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "c_hash", "jti", "sid"],
  ...["auth_time", "rh", "uti", "aio", "ver"],
];

export function readClaims(
  { claims, isComplete }: VerifiedClaims,
  { claimMapping }: Pick<StoredOidc, "claimMapping">,
): IdpProfile {
  const attributes = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(claims)) {
    const texts = OF_THE_TOKEN.includes(name) ? [] : toTexts(value);
    if (texts.length > 0) attributes.set(name, texts);
  }
  const profile: IdpProfile | null = toProfile(
    {
      subject: claims.sub,
      attributes,
      mapping: new Map(claimMapping.map(({ field, claim }) => [field, claim])),
      defaults: DEFAULT_CLAIMS,
    },
    {
      emailIsUnchecked:
        // The userinfo endpoint might have denied it.
        (!isComplete && claims.email_verified !== true) ||
        isDenied(claims.email_verified) ||
        isDenied(claims.xms_edov) ||
        isPersonalGoogleAccount(claims),
      omitted: isComplete ? toReferenced(claims) : "unknown",
      // RFC 8176: "Multiple-factor authentication".
      multiFactor: toTexts(claims.amr).includes("mfa"),
      sessionEndsAt: null,
      assertion: null,
    },
  );
  if (!profile) throw new RefusedResponse("subject_invalid", "sub is empty or too long");
  return profile;
}

/**
 * Claims that another endpoint has (OpenID Connect Core 1.0, section 5.6.2), as Entra sends the groups
 * of a person who is in more than 200.
 */
const toReferenced = ({ _claim_names: names }: Claims): string[] =>
  typeof names === "object" && names !== null ? Object.keys(names) : [];

/**
 * Of `email_verified`, and of Entra's `xms_edov`: whether the tenant owns the domain of the address,
 * which its administrators and guests choose freely
 * (https://learn.microsoft.com/entra/identity-platform/optional-claims-reference). Entra sends
 * neither by default, so an absent claim denies nothing.
 */
const isDenied = (claim: unknown): boolean =>
  claim === false || claim === 0 || claim === "false" || claim === "0";

/**
 * Anyone can create a Google account for an address at any domain, and keeps it after leaving the
 * organization. `hd` says that Google Workspace manages the address
 * (https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
 */
const isPersonalGoogleAccount = ({ iss, hd }: Claims): boolean =>
  iss === "https://accounts.google.com" && (typeof hd !== "string" || hd === "");

function toTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isScalar(item) ? [String(item)] : []));
  return isScalar(value) ? [String(value)] : [];
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);
