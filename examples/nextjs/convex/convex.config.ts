import banataAuth from "@banata-auth/convex/convex.config";
import { defineApp } from "convex/server";
import { v } from "convex/values";

const app = defineApp({
  env: {
    BANATA_AUTH_SECRET: v.string(),
    BANATA_AUTH_CLIENT_ADDRESS: v.optional(v.string()),
    BANATA_AUTH_PAGES: v.optional(v.string()),
    BANATA_AUTH_CONSOLE_ORIGIN: v.optional(v.string()),
    BANATA_AUTH_LIVE_FUNCTION: v.optional(v.string()),
  },
});
app.use(banataAuth, {
  httpPrefix: "/banata/",
  env: {
    BANATA_AUTH_SECRET: app.env.BANATA_AUTH_SECRET,
    BANATA_AUTH_CLIENT_ADDRESS: app.env.BANATA_AUTH_CLIENT_ADDRESS,
    BANATA_AUTH_PAGES: app.env.BANATA_AUTH_PAGES,
    BANATA_AUTH_CONSOLE_ORIGIN: app.env.BANATA_AUTH_CONSOLE_ORIGIN,
    BANATA_AUTH_LIVE_FUNCTION: app.env.BANATA_AUTH_LIVE_FUNCTION,
  },
});

export default app;
