import banataAuth from "@banata-auth/convex/convex.config";
import { defineApp } from "convex/server";
import { v } from "convex/values";

const app = defineApp({ env: { BANATA_AUTH_SECRET: v.string() } });
app.use(banataAuth, {
  httpPrefix: "/banata/",
  env: { BANATA_AUTH_SECRET: app.env.BANATA_AUTH_SECRET },
});

export default app;
