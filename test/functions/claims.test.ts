/**
 * Which tokens count: in an app on the Convex team's test engine, whose verified identity a test
 * can choose.
 */
import { componentsGeneric, type UserIdentity } from "convex/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import { requireUser } from "../../src/functions";
import { inProcessRuntime, newProject } from "../support/runtime";

const ISSUER = "https://happy-animal-1.convex.site/banata";
const component = (componentsGeneric() as unknown as { banataAuth: ComponentApi }).banataAuth; // installed by the runtime

beforeEach(() => void vi.stubEnv("CONVEX_SITE_URL", ISSUER));
afterEach(() => void vi.unstubAllEnvs());

async function scene() {
  const runtime = inProcessRuntime();
  const [project, other] = [await newProject(runtime), await newProject(runtime)];
  const client = runtime.client(project);
  const { user } = await client.users.createUser({ email: "ada@example.com", name: "Ada" });
  const { user: second } = await client.users.createUser({ email: "eve@example.com", name: "Eve" });
  const { session } = await client.users.impersonateUser({ userId: user.id });
  const good = { issuer: ISSUER, subject: user.id, project: project.id, sid: session.id };
  const ask = async (identity: Partial<UserIdentity> | null) =>
    await (identity ? runtime.engine.withIdentity(identity) : runtime.engine).query(
      async (ctx) => await requireUser(ctx, component),
    );
  return { runtime, client, project, other, user, second, session, good, ask };
}

test("requireUser answers the user and the session that the token names", async () => {
  const { ask, good, user, session, project } = await scene();
  expect(await ask(good)).toMatchObject({
    user: { id: user.id, email: "ada@example.com", createdAt: user.createdAt.getTime() },
    session: { id: session.id, projectId: project.id, expiresAt: session.expiresAt.getTime() },
  });
});

test.each<[string, (made: Awaited<ReturnType<typeof scene>>) => Partial<UserIdentity> | null]>([
  ["no token", () => null],
  [
    "a token of another issuer that the app trusts too",
    ({ good }) => ({ ...good, issuer: "https://accounts.example.com" }),
  ],
  ["the issuer with a path behind it", ({ good }) => ({ ...good, issuer: `${ISSUER}/p/x` })],
  ["another project of the deployment", ({ good, other }) => ({ ...good, project: other.id })],
  [
    "a project that does not exist",
    ({ good }) => ({ ...good, project: "proj_01JD3Z7A0000000000000000AA" }),
  ],
  ["another user's id with this session", ({ good, second }) => ({ ...good, subject: second.id })],
  [
    "a session that does not exist",
    ({ good }) => ({ ...good, sid: "ses_01JD3Z7A0000000000000000AA" }),
  ],
  ["claims that are no texts", ({ good }) => ({ ...good, sid: 1 })],
  ["no claims of ours", ({ good }) => ({ issuer: good.issuer, subject: good.subject })],
])("%s is nobody", async (_name, claims) => {
  const made = await scene();
  await expect(made.ask(claims(made))).rejects.toMatchObject({
    data: { code: "authentication_required" },
  });
});
