/**
 * An app that existed before the package was installed in it: tables, functions and HTTP routes of
 * its own. Its other files come from the README and the guides.
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
        paths: { "@/*": ["./*"] },
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
    include: ["types.ts", "next.d.ts", "notes.test.ts", "proxy.ts", "convex", "src", "app", "lib"],
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

export default defineSchema({
  notes: defineTable({ author: v.string(), text: v.string() }).index("by_author", ["author"]),
  // Those of @convex-dev/auth, with the field of docs/migrate-from-convex-auth.md.
  users: defineTable({
    name: v.optional(v.string()),
    image: v.optional(v.string()),
    email: v.optional(v.string()),
    emailVerificationTime: v.optional(v.number()),
    phone: v.optional(v.string()),
    phoneVerificationTime: v.optional(v.number()),
    isAnonymous: v.optional(v.boolean()),
    banataId: v.optional(v.string()),
  })
    .index("email", ["email"])
    .index("phone", ["phone"])
    .index("banataId", ["banataId"]),
  authAccounts: defineTable({
    userId: v.id("users"),
    provider: v.string(),
    providerAccountId: v.string(),
    secret: v.optional(v.string()),
    emailVerified: v.optional(v.string()),
    phoneVerified: v.optional(v.string()),
  })
    .index("userIdAndProvider", ["userId", "provider"])
    .index("providerAndAccountId", ["provider", "providerAccountId"]),
});
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

  // What the guides use of Next.js, which only its own example has installed.
  "next.d.ts": `
declare module "next/server" {
  export type NextRequest = Request;
  export class NextResponse extends Response {
    static next(): NextResponse;
    static override redirect(url: URL): NextResponse;
  }
}
declare module "next/navigation" {
  export function redirect(path: string): never;
}
`,

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
  "convex/moveUsers.test.ts": `
import { BanataAuth, convexTransport } from "@banata-auth/convex";
import { createProject, register } from "@banata-auth/convex/test";
import { convexTest } from "convex-test";
import { expect, test, vi } from "vitest";
import { components, internal } from "./_generated/api";
import schema from "./schema";

/** Of "correct horse battery", by the class Scrypt of lucia, which @convex-dev/auth uses. */
const secret = "2a5f0c9d1e7b48f3a6c1d0e9b8f7a654:ae3b462d727f5a561c2d0a43bb992dea7cfaebeccbd70f6da3d5082ad643cfe0aabc6bbb89405d04d870a64449de65e32ca6e7ffd13fbcf46d46e620d7122f0e";

test("every user with an address moves once, with the password, and keeps the row's id", async () => {
  vi.useFakeTimers();
  process.env.BANATA_AUTH_SECRET = "a secret of the tests, long enough";
  const t = convexTest(schema, import.meta.glob("./**/*.*s"));
  register(t);
  const projectId = (process.env.BANATA_PROJECT_ID = await createProject(t));
  await t.run(async (ctx) => {
    for (let n = 0; n < 45; n++) {
      const userId = await ctx.db.insert("users", { email: \`u\${n}@example.com\`, ...(n % 2 === 0 && { emailVerificationTime: 1 }) });
      await ctx.db.insert("authAccounts", { userId, provider: "password", providerAccountId: \`u\${n}@example.com\`, secret });
    }
    await ctx.db.insert("users", { isAnonymous: true });
  });
  for (let n = 0; n < 2; n++) {
    await t.mutation(internal.moveUsers.run, {});
    await t.finishAllScheduledFunctions(vi.runAllTimers);
  }
  const rows = await t.run(async (ctx) => await ctx.db.query("users").collect());
  expect(rows.filter(({ banataId }) => banataId?.startsWith("usr_"))).toHaveLength(45);
  const moved = await t.run(async (ctx) => {
    const banata = new BanataAuth({ transport: convexTransport(ctx as never, components.banataAuth, { projectId }) });
    const users = await Promise.all([0, 1].map(async (n) => await banata.users.getUser(rows[n]!.banataId!)));
    return users.map(({ email, emailVerified }) => ({ email, emailVerified }));
  });
  expect(moved).toEqual([
    { email: "u0@example.com", emailVerified: true },
    { email: "u1@example.com", emailVerified: false },
  ]);
});
`,
};

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
