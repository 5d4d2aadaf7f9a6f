/** `docs/reference` has every operation, its links work, and its examples run. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { contract } from "../../convex/component/contract";
import { manifest } from "../../convex/component/api/manifest.generated";
import { referencePages } from "../../scripts/reference";
import { BanataAuth } from "../../src/index";
import { everyOperation } from "../guarantees/support/operations";
import { repository } from "../support/deployment";
import { httpRuntime, newProject, type HttpRuntime } from "../support/runtime";
import { parseCurl } from "./curl";
import { anchorsIn, linksIn, operationSections, pageNames, readPage } from "./referencePages";

test("it has a page for each group, and a section for each operation", () => {
  expect(pageNames.toSorted()).toEqual(
    ["README.md", ...Object.keys(contract).map((group) => `${group}.md`)].toSorted(),
  );
  expect(operationSections.map(({ name }) => name).toSorted()).toEqual(
    everyOperation.map(({ name }) => name).toSorted(),
  );
  expect(Object.keys(referencePages(contract))).toHaveLength(pageNames.length);
});

test("each section says who may call it, with what input, and what it answers", () => {
  for (const { name, definition } of everyOperation) {
    const { text } = operationSections.find((section) => section.name === name)!;
    expect(text, name).toContain(definition.path);
    expect(text, name).toMatch(/^\*\*Who may call it\*\*$/m);
    if (definition.permission) expect(text, name).toContain(`\`${definition.permission}\``);
    for (const field of Object.keys(definition.input.shape))
      expect(text, name).toMatch(
        new RegExp(`^\\| \`${field}\` \\| \\S.* \\| (yes|no) \\| \\S`, "m"),
      );
    expect(text, name).toMatch(/^\*\*Answer\*\*/m);
    for (const event of definition.events ?? []) expect(text, name).toContain(`\`${event}\``);
  }
});

test.each([...pageNames.map((name) => `docs/reference/${name}`), "llms.txt"])(
  "no link of %s is dead",
  (page) => {
    const text = readPage(page);
    const links = linksIn(text);
    expect(links.length).toBeGreaterThan(2); // of a page with one operation
    for (const link of links) {
      const [path, anchor] = link.split("#") as [string, string?];
      const target = path === "" ? page : join(dirname(page), path);
      expect(existsSync(join(repository, target)), link).toBe(true);
      if (anchor !== undefined) expect(anchorsIn(readPage(target)), link).toContain(anchor);
    }
  },
);

describe("examples", () => {
  let runtime: HttpRuntime;
  let variables: Readonly<Record<string, string>>;
  beforeAll(async () => {
    process.env.BANATA_LOCAL_WEBHOOKS = "1";
    runtime = httpRuntime();
    await runtime.setup("createAdminKey", { name: "admin" });
    const project = await newProject(runtime);
    variables = {
      BASE_URL: "",
      API_KEY: project.key,
      PROJECT_ID: project.id,
      SESSION_TOKEN: await signUp(project.id),
    };
  });

  async function signUp(projectId: string): Promise<string> {
    const response = await runtime.fetch(`/p/${projectId}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        name: "Lin",
        email: "lin@example.com",
        password: "correct horse battery",
      }),
    });
    return ((await response.json()) as { token: string }).token;
  }

  test.each(operationSections)(
    "curl of $name is a valid request",
    async ({ name, curl, errors }) => {
      const { path, init } = parseCurl(curl, variables);
      const response = await runtime.fetch(path, init);
      // The ids in the examples stand for others, so some requests end with a documented error.
      expect([200, ...errors], `${name}: ${await response.text()}`).toContain(response.status);
    },
  );

  test.each(operationSections)("the client's call of $name sends the same", async (section) => {
    const { init, path } = parseCurl(section.curl, { ...variables, PROJECT_ID: "proj" });
    const calls: unknown[] = [];
    const banata = new BanataAuth({
      transport: {
        request: async ({ group, name }, input) => {
          calls.push({ name: `${group}.${name}`, input });
          return {};
        },
      },
    });
    await run(section.client, banata);
    const input: unknown = JSON.parse(init.body ?? "{}");
    expect(calls).toEqual([{ name: section.name, input }]);
    const [group, method] = section.name.split(".") as [keyof typeof manifest, string];
    const { [method]: entry }: Readonly<Record<string, { readonly path: string }>> =
      manifest[group];
    expect(path).toMatch(new RegExp(`^(/p/proj)?${entry!.path}$`));
  });
});

/** Runs a line of the documentation that calls `banata`. */
async function run(line: string, banata: BanataAuth): Promise<void> {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor; // not a global
  await (new AsyncFunction("banata", line)(banata) as Promise<void>); // async, so it returns a promise
}
