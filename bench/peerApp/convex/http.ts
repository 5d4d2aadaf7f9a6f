/** Stock Better Auth with passwords, as its guide sets it up. */
import { createClient, type GenericCtx } from "@convex-dev/better-auth";
import { convex } from "@convex-dev/better-auth/plugins";
import { betterAuth } from "better-auth";
import { componentsGeneric, httpRouter, type GenericDataModel } from "convex/server";
import authConfig from "./auth.config";

// What codegen would write into `_generated/api`, which a benchmark does not need.
const { betterAuth: component } = componentsGeneric() as unknown as {
  betterAuth: Parameters<typeof createClient>[0];
};
const client = createClient<GenericDataModel>(component);
const createAuth = (ctx: GenericCtx<GenericDataModel>) =>
  betterAuth({
    baseURL: process.env.CONVEX_SITE_URL,
    secret: process.env.BANATA_AUTH_SECRET,
    database: client.adapter(ctx),
    emailAndPassword: { enabled: true },
    // It would refuse the benchmark, as its counts are per context; ours stay on.
    rateLimit: { enabled: false },
    plugins: [convex({ authConfig })],
  });

const http = httpRouter();
client.registerRoutes(http, createAuth);

export default http;
