import type { JWTPayload } from "jose";
import type { JSONValue } from "convex/values";

type Claims = Readonly<Record<string, JSONValue>>;

/** Standard OpenID Connect claims and their names in `ctx.auth.getUserIdentity()`. */
const standardClaims: Readonly<Record<string, string>> = {
  name: "name",
  given_name: "givenName",
  family_name: "familyName",
  nickname: "nickname",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  website: "websiteUrl",
  email: "email",
  email_verified: "emailVerified",
  gender: "gender",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
};

const registeredClaims = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);
/** Claims about the token rather than about the user; Convex drops them too. */
const idTokenClaims = new Set(["auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash"]);

/** Returns the identity in a verified ID token: standard claims are renamed, others are kept. */
export function oidcClaims(payload: JWTPayload): Claims {
  const claims: Record<string, JSONValue> = { ...identifiers(payload) };
  for (const [name, value] of Object.entries(payload)) {
    if (value === undefined || registeredClaims.has(name) || idTokenClaims.has(name)) continue;
    if (name === "address") {
      // An object, by the specification.
      if (typeof value === "object" && value !== null && "formatted" in value)
        claims.address = value.formatted as JSONValue; // came from JSON
    } else if (name === "updated_at") {
      claims.updatedAt =
        typeof value === "number"
          ? new Date(value * 1000).toISOString().replace(/\.000Z$/, "+00:00")
          : (value as JSONValue); // came from JSON
    } else {
      claims[standardClaims[name] ?? name] = value as JSONValue; // came from JSON
    }
  }
  return claims;
}

/**
 * Returns the identity in a verified token of a `customJwt` provider. As in Convex, claims are not
 * renamed, and members of nested objects get dotted names: `{ org: { id: 1 } }` becomes `"org.id":
 * 1`.
 */
export function customClaims(payload: JWTPayload): Claims {
  const own = Object.entries(payload).filter(
    ([name, value]) => value !== undefined && !registeredClaims.has(name),
  );
  return { ...flatten(own as [string, JSONValue][]), ...identifiers(payload) }; // came from JSON
}

/** Returns the identity of a user whom an admin acts as (`convex run --identity`). */
export function impersonatedClaims(attributes: Claims): Claims {
  const { subject, issuer } = attributes;
  return {
    ...attributes,
    tokenIdentifier: attributes.tokenIdentifier ?? `${String(issuer)}|${String(subject)}`,
  };
}

function identifiers({ iss = "", sub = "" }: JWTPayload): Claims {
  return { tokenIdentifier: `${iss}|${sub}`, subject: sub, issuer: iss };
}

function flatten(
  entries: readonly (readonly [string, JSONValue])[],
  prefix = "",
): Record<string, JSONValue> {
  const flat: Record<string, JSONValue> = {};
  for (const [name, value] of entries) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const members = Object.entries(value).filter(
        (entry): entry is [string, JSONValue] => entry[1] !== undefined,
      );
      Object.assign(flat, flatten(members, `${prefix}${name}.`));
    } else {
      flat[prefix + name] = value;
    }
  }
  return flat;
}
