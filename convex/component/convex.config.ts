import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import { defineComponent } from "convex/server";
import { v } from "convex/values";

const component = defineComponent("banataAuth", {
  env: {
    /**
     * The deployment's root secret, at least 32 characters; each project's secrets are derived from
     * it (core/secrets.ts).
     */
    BANATA_AUTH_SECRET: v.string(),
    /**
     * The secret that BANATA_AUTH_SECRET has replaced, while the rotation is under way
     * (docs/rotation.md): still accepted, never used for anything new.
     */
    BANATA_AUTH_SECRET_PREVIOUS: v.optional(v.string()),
    /**
     * Tests only: a server of this machine that stands for the mail providers
     * (emails/providers.ts). Any other address is ignored.
     */
    BANATA_LOCAL_PROVIDER_URL: v.optional(v.string()),
    /**
     * The DNS resolver that is asked where a webhook leads, over HTTPS and in JSON
     * (outbound/resolver.ts); Cloudflare's unless given.
     */
    BANATA_AUTH_DNS_URL: v.optional(v.string()),
  },
});
component.use(rateLimiter);

export default component;
