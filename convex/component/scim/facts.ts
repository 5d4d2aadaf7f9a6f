/** What the rest of the component needs to know of a stored resource. */
import { isArray, isObject, type JsonObject, type JsonValue } from "./json";
import type { Resource } from "./resource";
import { ENTERPRISE_USER } from "./schemas";

/** One form for texts whose case does not count. Indexes hold it. */
export const foldCase = (text: string): string => text.normalize("NFC").toLowerCase();

/** Spaces around the name of a group do not make it another one. */
export const foldGroupName = (displayName: string): string => foldCase(displayName.trim());

export interface EmailFact {
  readonly value: string;
  /** For indexes. */
  readonly foldedValue: string;
  readonly type: string | null;
  readonly primary: boolean;
}

export interface UserFacts {
  /** As it was sent. */
  readonly userName: string;
  readonly foldedUserName: string;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly emails: readonly EmailFact[];
  /** The primary address, else the one of type `work`, else the first, else a userName with `@`. */
  readonly primaryEmail: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly formattedName: string | null;
  readonly displayName: string | null;
  readonly title: string | null;
  readonly department: string | null;
}

export interface GroupFacts {
  readonly displayName: string;
  readonly foldedDisplayName: string;
  readonly externalId: string | null;
}

const toText = (value: JsonValue | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;

const toObject = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

export function userFacts(resource: Resource): UserFacts {
  const name = toObject(resource.name);
  const userName = toText(resource.userName) ?? "";
  const emails = emailFacts(resource.emails);
  const primary =
    emails.find((each) => each.primary) ??
    emails.find(({ type }) => type?.toLowerCase() === "work") ??
    emails[0];
  return {
    userName,
    foldedUserName: foldCase(userName),
    externalId: toText(resource.externalId),
    active: resource.active !== false,
    emails,
    primaryEmail: primary?.value ?? (userName.includes("@") ? userName : null),
    givenName: toText(name.givenName),
    familyName: toText(name.familyName),
    formattedName: toText(name.formatted),
    displayName: toText(resource.displayName),
    title: toText(resource.title),
    department: toText(toObject(resource[ENTERPRISE_USER]).department),
  };
}

function emailFacts(emails: JsonValue | undefined): readonly EmailFact[] {
  if (!isArray(emails)) return [];
  return emails.filter(isObject).flatMap((each) => {
    const value = toText(each.value);
    if (value === null) return [];
    const type = toText(each.type);
    return [{ value, foldedValue: foldCase(value), type, primary: each.primary === true }];
  });
}

export function groupFacts(resource: Resource): GroupFacts {
  const displayName = toText(resource.displayName) ?? "";
  return {
    displayName,
    foldedDisplayName: foldGroupName(displayName),
    externalId: toText(resource.externalId),
  };
}
