/**
 * What a new password must not be, at sign-up, change and reset: the names of the person whose
 * password it becomes.
 */
import type { Visit } from "./visit";

/** `userIds`: the users that this request has turned out to be about. */
export async function passwordNames(
  { body, db, endpoint }: Visit,
  userIds: Iterable<string>,
): Promise<string[]> {
  // A new user says who they are: an account that has the address already stays unknown.
  if (endpoint.acts.includes("signsUp")) return textsIn([body.email, body.name, body.username]);
  const users = await Promise.all([...userIds].map(async (id) => await db.get("users", id)));
  return users.flatMap((user) => (user ? textsIn([user.email, user.name, user.username]) : []));
}

const textsIn = (values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === "string" && value !== "") as string[];
