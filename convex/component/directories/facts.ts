/** What the runtime reads of a stored SCIM resource, which has the attributes as the schema names them. */
import { emailAddress } from "../core/emailAddress";
import type { DirectoryUser } from "./contract";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

type Json = { readonly [key: string]: unknown };
type Facts = Pick<
  DirectoryUser,
  "userName" | "emails" | "name" | "displayName" | "title" | "department"
>;

export function readFacts(resource: string): Facts {
  const user = toObject(JSON.parse(resource));
  const name = toObject(user.name);
  const formatted = toText(name.formatted);
  return {
    userName: toText(user.userName) ?? "",
    emails: toList(user.emails).flatMap((item) => {
      const { value, type, primary } = toObject(item);
      return typeof value === "string"
        ? [{ value, type: toText(type), primary: primary === true }]
        : [];
    }),
    name: {
      givenName: toText(name.givenName),
      familyName: toText(name.familyName),
      ...(formatted === null ? {} : { formatted }),
    },
    displayName: toText(user.displayName),
    title: toText(user.title),
    department: toText(toObject(user[ENTERPRISE]).department),
  };
}

/**
 * The address that decides who the user is: the primary one, else the first, else the `userName` if
 * it is an address. In canonical form; null without a valid one.
 */
export function getPrimaryEmail({ emails, userName }: Pick<Facts, "emails" | "userName">) {
  const chosen = emails.find(({ primary }) => primary) ?? emails[0];
  return emailAddress(chosen?.value ?? userName);
}

/** The name for the user of the project: what the directory shows, or is composed of the parts. */
export function getFullName({ displayName, name, userName }: Facts): string {
  const parts = [name.givenName, name.familyName].filter((part) => part !== null).join(" ");
  return displayName ?? name.formatted ?? (parts === "" ? userName : parts);
}

const toObject = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const toText = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;
