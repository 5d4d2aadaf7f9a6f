/** What a verified response says about the person who signed in, for both protocols. */
import { emailAddress } from "../../core/emailAddress";
import { cleanLine, textFault } from "../../core/text";

/** Of text that an identity provider chooses, in UTF-16 units. */
const MAXIMUM_NAME = 200;
const MAXIMUM_VALUE = 2_048;
const MAXIMUM_SUBJECT = 2_048;
/** Entra sends at most 150 groups in SAML and 200 in tokens. */
const MAXIMUM_GROUPS = 500;
/** Bytes of JSON. */
const MAXIMUM_RAW_BYTES = 32_768;

export interface IdpProfile {
  /** NameID or `sub`: the person's key at this connection. */
  readonly subject: string;
  /** Normalized; null without a valid one. */
  readonly email: string | null;
  /** The identity provider says explicitly that it has not checked the address. */
  readonly emailIsUnchecked: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly displayName: string | null;
  readonly groups: readonly string[];
  /** Every attribute or claim that is text, for the role mapping. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /**
   * Names of attributes that the identity provider has and did not send; `unknown` when it could not
   * be asked for more.
   */
  readonly omitted: readonly string[] | "unknown";
  /** JSON text of `attributes`, for the API. */
  readonly rawAttributes: string;
  /** The identity provider says that it has checked a second factor. */
  readonly multiFactor: boolean;
  /** When the identity provider's session ends, in epoch milliseconds; null when it says nothing. */
  readonly sessionEndsAt: number | null;
  /** Of SAML: the assertion, which is accepted once until it ends. */
  readonly assertion: { readonly id: string; readonly endsAt: number } | null;
}

/** Our fields, and the names under which identity providers send them. First match wins. */
export type ProfileField = "email" | "firstName" | "lastName" | "displayName" | "groups";

export interface AttributeSource {
  readonly subject: string;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Our field → name of the attribute, as the connection says. */
  readonly mapping: ReadonlyMap<string, string>;
  /** Where the connection's mapping does not name the field. */
  readonly defaults: Readonly<Record<ProfileField, readonly string[]>>;
}

/** Reads our fields from the attributes. Null when the subject cannot be a key. */
export function toProfile(
  { subject, attributes, mapping, defaults }: AttributeSource,
  rest: Pick<
    IdpProfile,
    "emailIsUnchecked" | "multiFactor" | "omitted" | "sessionEndsAt" | "assertion"
  >,
): IdpProfile | null {
  if (subject === "" || subject.length > MAXIMUM_SUBJECT || textFault(subject, "one")) return null;
  const values = (field: ProfileField): readonly string[] => {
    const named = mapping.get(field);
    const names = named === undefined ? defaults[field] : [named];
    return names.map((name) => attributes.get(name)).find((each) => each?.length) ?? [];
  };
  const line = (field: ProfileField): string | null =>
    cleanLine(values(field)[0] ?? "", MAXIMUM_NAME) || null;
  const kept = Object.fromEntries(
    [...attributes]
      .filter(([name]) => name !== "__proto__")
      .map(([name, each]) => [name, each.map((value) => value.slice(0, MAXIMUM_VALUE))]),
  );
  return {
    subject,
    email: emailAddress(values("email")[0] ?? ""),
    firstName: line("firstName"),
    lastName: line("lastName"),
    displayName: line("displayName"),
    groups: [...new Set(values("groups"))]
      .slice(0, MAXIMUM_GROUPS)
      .map((group) => cleanLine(group, MAXIMUM_NAME))
      .filter((group) => group !== ""),
    attributes: kept,
    rawAttributes: toRawAttributes(kept),
    ...rest,
  };
}

/** Attributes that do not fit are left out, the last ones first. */
function toRawAttributes(attributes: Readonly<Record<string, readonly string[]>>): string {
  const members: string[] = [];
  let left = MAXIMUM_RAW_BYTES - "{}".length;
  for (const [name, values] of Object.entries(attributes)) {
    const member = `${JSON.stringify(name)}:${JSON.stringify(values)}`;
    left -= new TextEncoder().encode(member).byteLength + ",".length;
    if (left < 0) break;
    members.push(member);
  }
  return `{${members.join(",")}}`;
}

/** The name that a new user gets. */
export function getDisplayName({ displayName, firstName, lastName, email }: IdpProfile): string {
  const full = [firstName, lastName].filter((part) => part !== null).join(" ");
  return displayName ?? (full || (email?.slice(0, email.lastIndexOf("@")) ?? ""));
}
