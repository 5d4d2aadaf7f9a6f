/**
 * Sessions as if their users had signed in, without the cost of a password: begun as an
 * impersonation whose row then says otherwise. On the test engine alone, whose rows are in reach.
 */
import type { WireClient } from "./wireClient";
import type { HttpRuntime, RunOnRows, TestProject } from "./runtime";

export async function beginOwnSession(run: RunOnRows, { users }: WireClient, userId: string) {
  const { session } = await users.impersonateUser({ userId });
  await run(async ({ db }) => {
    // Engines of tests are small, and the project is not known here.
    const row = (await db.query("sessions").collect()).find(({ id }) => id === session.id);
    await db.patch(row!._id, { impersonatedBy: null });
  });
  return session;
}

const PASSWORD = "correct horse battery";

/** Gives the user a password, and answers the token of a session begun with it: on any runtime. */
export async function tokenOf(
  runtime: Pick<HttpRuntime, "fetch" | "client">,
  project: TestProject,
  { id: userId, email }: { readonly id: string; readonly email: string },
): Promise<string> {
  await runtime.client(project).users.setUserPassword({ userId, newPassword: PASSWORD });
  const response = await runtime.fetch(`/p/${project.id}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  return ((await response.json()) as { token: string }).token; // Better Auth's answer
}
