import { defineApp } from "convex/server";
import { v } from "convex/values";
import banataAuth from "./component/convex.config";

const app = defineApp({
  env: {
    BANATA_AUTH_SECRET: v.string(),
    /**
     * Optional: the previous secret, while BANATA_AUTH_SECRET is being rotated (docs/rotation.md).
     */
    BANATA_AUTH_SECRET_PREVIOUS: v.optional(v.string()),
    /** Optional: where requests say their client's IP address (docs/deployment.md). */
    BANATA_AUTH_CLIENT_ADDRESS: v.optional(v.string()),
    /** Optional: the pages to serve, such as `console` (docs/console.md). */
    BANATA_AUTH_PAGES: v.optional(v.string()),
    /** Optional: the only origin at which operators work (docs/console.md). */
    BANATA_AUTH_CONSOLE_ORIGIN: v.optional(v.string()),
    /** Optional: the query that tells pages of new events (docs/console.md). */
    BANATA_AUTH_LIVE_FUNCTION: v.optional(v.string()),
    /** Optional: a DNS resolver for webhook hosts other than Cloudflare's. */
    BANATA_AUTH_DNS_URL: v.optional(v.string()),
    /** Only for this repository's tests; leave it out of an installation. */
    BANATA_LOCAL_PROVIDER_URL: v.optional(v.string()),
  },
});
app.use(banataAuth, {
  httpPrefix: "/banata/",
  env: {
    BANATA_AUTH_SECRET: app.env.BANATA_AUTH_SECRET,
    BANATA_AUTH_SECRET_PREVIOUS: app.env.BANATA_AUTH_SECRET_PREVIOUS,
    BANATA_AUTH_CLIENT_ADDRESS: app.env.BANATA_AUTH_CLIENT_ADDRESS,
    BANATA_AUTH_PAGES: app.env.BANATA_AUTH_PAGES,
    BANATA_AUTH_CONSOLE_ORIGIN: app.env.BANATA_AUTH_CONSOLE_ORIGIN,
    BANATA_AUTH_LIVE_FUNCTION: app.env.BANATA_AUTH_LIVE_FUNCTION,
    BANATA_AUTH_DNS_URL: app.env.BANATA_AUTH_DNS_URL,
    BANATA_LOCAL_PROVIDER_URL: app.env.BANATA_LOCAL_PROVIDER_URL,
  },
});

export default app;
