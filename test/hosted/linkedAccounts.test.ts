/** Linked accounts on the account pages: listed by provider, and unlinked. */
import { beforeEach, expect, test, vi } from "vitest";
import { hiddenIn, openPage, submit, visitNext } from "../support/hosted";
import { socialStage } from "../support/socialStage";
import { saveDashboardConfig } from "../support/socialVisitor";

const stage = socialStage("on the test engine");

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

test("a linked account is unlinked, and the last way to sign in is not", async () => {
  const { project, visitor } = await stage.begin("github");
  const { runtime } = stage;
  await saveDashboardConfig(runtime, project, { features: { hostedUi: true } });
  await visitor.signIn("github");
  const path = `/p/${project.id}/account/security`;
  const shown = await openPage(visitor, path);
  expect(shown.text).toContain("Unlink github");
  const fields = hiddenIn({ text: shown.text.split("Linked accounts")[1]! });
  const { provider = "", account = "" } = fields;
  const scene = { ...visitor, runtime };
  const part = "/linked/remove";
  const last = await submit(scene, shown, { provider, account }, { part });
  expect([last.status, last.text.includes("no longer sign in")]).toEqual([400, true]);
  const wrong = await submit(scene, shown, { provider, account: "another" }, { part });
  expect(wrong.status).toBeGreaterThanOrEqual(400);
  const { data } = await visitor.client.getSession();
  await stage.runtime.client(project).users.setUserPassword({
    ...{ userId: data!.user.id, newPassword: "correct horse battery" },
  });
  await visitor.client.signIn.email({
    ...{ email: data!.user.email, password: "correct horse battery" },
  });
  const again = await openPage(visitor, path);
  const unlinked = await submit(scene, again, { provider, account }, { part });
  expect((await visitNext(visitor, unlinked)).text).toContain("No account of another provider");
});
