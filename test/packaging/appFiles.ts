/**
 * An app that existed before the package was installed in it: a table, functions and HTTP routes of
 * its own. `convex.config.ts` comes from the README.
 */
export const appFiles: { readonly [path: string]: string } = {
  "tsconfig.json": json({
    compilerOptions: {
      ...{
        target: "ES2022",
        lib: ["ES2023", "DOM", "DOM.Iterable"],
        module: "ESNext",
        moduleResolution: "Bundler",
        jsx: "react-jsx",
      },
      ...{
        strict: true,
        exactOptionalPropertyTypes: true,
        noUnusedLocals: true,
        skipLibCheck: true,
        noEmit: true,
        types: ["node", "vite/client"],
      },
    },
    include: ["types.ts", "notes.test.ts", "convex", "src"],
  }),
  "tsconfig.node.json": json({
    extends: "./tsconfig.json",
    compilerOptions: { module: "NodeNext", moduleResolution: "NodeNext" },
    include: ["types.ts"],
  }),
  "convex/tsconfig.json": json({ extends: "../tsconfig.json", include: ["./**/*"] }),

  "convex/schema.ts": `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ notes: defineTable({ author: v.string(), text: v.string() }).index("by_author", ["author"]) });
`,
  "convex/notes.ts": `
import { BanataAuth, convexTransport } from "@banata-auth/convex";
import { v } from "convex/values";
import { components } from "./_generated/api";
import { mutation, query } from "./_generated/server";

/** Makes an author and a note of theirs, or neither. */
export const write = mutation({
  args: { email: v.string(), text: v.string() },
  handler: async (ctx, { email, text }) => {
    const banata = new BanataAuth({ transport: convexTransport(ctx, components.banataAuth, { projectId: process.env.BANATA_PROJECT_ID! }) });
    const user = await banata.users.createUser({ email, name: email });
    await ctx.db.insert("notes", { author: user.id, text });
    if (text === "") throw new Error("An empty note");
    return user.id;
  },
});

export const count = query({ args: {}, handler: async (ctx) => (await ctx.db.query("notes").take(100)).length });
`,
  "convex/http.ts": `
import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";

const http = httpRouter();
http.route({ path: "/hello", method: "GET", handler: httpAction(async () => new Response("hello from the app")) });
export default http;
`,

  "types.ts": `
import { BanataAuth, NotFoundError, convexTransport, type User } from "@banata-auth/convex";
import component from "@banata-auth/convex/convex.config";
import alsoComponent from "@banata-auth/convex/convex.config.js";
import type { ComponentApi } from "@banata-auth/convex/_generated/component.js";
import { startLocalDeployment } from "@banata-auth/local";
import { register } from "@banata-auth/convex/test";

export async function createdAt(client: BanataAuth, id: string): Promise<Date> {
  const user: User = await client.users.getUser(id);
  // @ts-expect-error a field that users do not have
  void user.shoeSize;
  // @ts-expect-error a group that does not exist
  void client.shoes;
  // @ts-expect-error a field that is missing
  await client.users.createUser({ name: "Ada" });
  for await (const each of client.users.listUsers.all({ limit: 2 })) void each.email;
  return user.createdAt;
}

export type Api = ComponentApi["users"]["functions"]["getUser"];
export const values = [component, alsoComponent, NotFoundError, convexTransport, startLocalDeployment, register];
`,

  "local.mjs": `
import { startLocalDeployment } from "@banata-auth/local";

const { cloudUrl, siteUrl, adminKey, close } = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
console.log(JSON.stringify({ cloudUrl, siteUrl, adminKey }));
process.once("SIGTERM", () => void close());
`,

  "vitest.config.mjs": `export default { test: { environment: "edge-runtime", server: { deps: { inline: ["convex-test"] } } } };\n`,
  "notes.test.ts": `
import { createProject, register } from "@banata-auth/convex/test";
import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { expect, test } from "vitest";
import schema from "./convex/schema";

test("an author and a note are made together", async () => {
  process.env.BANATA_AUTH_SECRET = "a secret of the tests, long enough";
  const t = convexTest(schema, import.meta.glob("./convex/**/*.*s"));
  register(t);
  process.env.BANATA_PROJECT_ID = await createProject(t);
  const write = makeFunctionReference<"mutation">("notes:write");
  expect(await t.mutation(write, { email: "ada@example.com", text: "first" })).toMatch(/^usr_/);
  await expect(t.mutation(write, { email: "ada@example.com", text: "again" })).rejects.toThrow("A user with this email already exists");
  expect(await t.query(makeFunctionReference<"query">("notes:count"), {})).toBe(1);
});
`,
};

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
