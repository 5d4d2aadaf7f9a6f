import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import { defineComponent } from "convex/server";
import { v } from "convex/values";

const component = defineComponent("banataAuth", {
  env: {
    /** The deployment's root secret, at least 32 characters; each project's secrets are derived from it (secrets.ts). */
    BANATA_AUTH_SECRET: v.string(),
  },
});
component.use(rateLimiter);

export default component;
