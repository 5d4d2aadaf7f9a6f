/** What the runtime reads of the stored users and groups of a directory. */
import { emailAddress } from "../core/emailAddress";
import { groupFacts, userFacts, type GroupFacts, type UserFacts } from "../scim/facts";
import { readStored } from "../scim/resource";
import type { DirectoryUser } from "./contract";

export const loadFacts = (resource: string): UserFacts => userFacts(readStored(resource));

export const loadGroupFacts = (resource: string): GroupFacts => groupFacts(readStored(resource));

/** The fields of the `DirectoryUser` of the API that come from the resource. */
export function presentFacts(
  facts: UserFacts,
): Pick<DirectoryUser, "userName" | "emails" | "name" | "displayName" | "title" | "department"> {
  const { userName, emails, givenName, familyName, formattedName } = facts;
  return {
    userName,
    emails: emails.map(({ value, type, primary }) => ({ value, type, primary })),
    name: {
      givenName,
      familyName,
      ...(formattedName === null ? {} : { formatted: formattedName }),
    },
    displayName: facts.displayName,
    title: facts.title,
    department: facts.department,
  };
}

/** The address that decides who the user is, in canonical form; null without a valid one. */
export const getEmail = ({ primaryEmail }: UserFacts): string | null =>
  primaryEmail === null ? null : emailAddress(primaryEmail);

/** The name for the user of the project: what the directory shows, or is composed of the parts. */
export function getFullName(facts: UserFacts): string {
  const { displayName, formattedName, givenName, familyName, userName } = facts;
  const parts = [givenName, familyName].filter((part) => part !== null).join(" ");
  return displayName ?? formattedName ?? (parts === "" ? userName : parts);
}
