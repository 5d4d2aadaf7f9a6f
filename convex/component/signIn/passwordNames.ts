/**
 * The names that a new password must not contain, at sign-up, change and reset: those of its user.
 */
import type { Visit } from "./visit";

/** `userIds`: the users this request is known to concern. */
export async function loadPasswordNames(
  { body, db, endpoint }: Visit,
  userIds: Iterable<string>,
): Promise<string[]> {
  // At sign-up only the submitted names count, so that an existing account with the address is not
  // revealed.
  if (endpoint.traits.includes("signsUp")) return submittedNames(body);
  const users = await Promise.all([...userIds].map(async (id) => await db.get("users", id)));
  return users.flatMap((user) => (user ? textsIn([user.email, user.name, user.username]) : []));
}

export const submittedNames = ({ email, name, username }: Visit["body"]): string[] =>
  textsIn([email, name, username]);

const textsIn = (values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === "string" && value !== "") as string[];
