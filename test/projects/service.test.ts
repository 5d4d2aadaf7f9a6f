/** What users see of a project: its name, and the status page on error pages. */
import { beforeEach, expect, test, vi } from "vitest";
import { begin, engines } from "../support/signIn";
import { beginFlow, newApp, openPage } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;

test("the name and the status page are on pages and in mails", async () => {
  const scene = await begin(start, { features: { hostedUi: true } });
  const { projects, emails } = scene.admin;
  const { id } = scene.project;
  const { clientId } = await newApp(scene);
  const broken = beginFlow(scene, "cli_unknown").path;
  expect((await openPage(scene, broken)).text).not.toContain("Status of");
  const { project } = await projects.updateProject({
    ...{ id, serviceName: "Corner <Shop>", statusUrl: "https://status.example.com/" },
    authDomains: ["auth.example.com", "auth.example.com"],
  });
  expect(project).toMatchObject({
    serviceName: "Corner <Shop>",
    authDomains: ["auth.example.com"],
  });
  const shown = await openPage(scene, broken);
  expect(shown.status).toBe(400);
  expect(shown.text).toContain("Corner &lt;Shop&gt;</title>");
  expect(shown.text).toContain(
    '<a href="https://status.example.com/">Status of Corner &lt;Shop&gt;</a>',
  );
  const working = await openPage(scene, beginFlow(scene, clientId).path);
  expect(working.text).not.toContain("Status of");
  expect((await emails.preview({ template: "verification" })).text).toContain("Corner <Shop>");
  await projects.updateProject({ id, serviceName: null, statusUrl: null });
  expect((await openPage(scene, broken)).text).not.toContain("Corner");
});

test.each([
  ["authDomains[0]", { authDomains: ["https://auth.example.com"] }],
  ["authDomains[0]", { authDomains: ["Auth.example.com"] }],
  ["authDomains[0]", { authDomains: ["localhost"] }],
  ["authDomains", { authDomains: Array.from({ length: 11 }, (_, i) => `a${i}.example.com`) }],
  ["statusUrl", { statusUrl: "javascript:alert(1)" }],
  ["serviceName", { serviceName: "" }],
])("refuses %s: %o", async (field, fields) => {
  const { admin, project } = await begin(start);
  await expect(admin.projects.updateProject({ id: project.id, ...fields })).rejects.toMatchObject({
    status: 422,
    errors: [{ field }],
  });
});
