import { defineApp } from "convex/server";
import { v } from "convex/values";
import banataAuth from "./component/convex.config";

const app = defineApp({
  env: {
    BANATA_AUTH_SECRET: v.string(),
    /** Only for this repository's tests: an installation leaves it out. */
    BANATA_LOCAL_PROVIDER_URL: v.optional(v.string()),
  },
});
app.use(banataAuth, {
  httpPrefix: "/banata/",
  env: { BANATA_AUTH_SECRET: app.env.BANATA_AUTH_SECRET, BANATA_LOCAL_PROVIDER_URL: app.env.BANATA_LOCAL_PROVIDER_URL },
});

export default app;
