import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import { defineComponent } from "convex/server";
import { v } from "convex/values";

const component = defineComponent("banataAuth", {
  env: {
    /**
     * The deployment's root secret, at least 32 characters, from which each project's secrets are
     * derived (core/secrets.ts).
     */
    BANATA_AUTH_SECRET: v.string(),
    /**
     * The secret that BANATA_AUTH_SECRET replaced, while a rotation is in progress
     * (docs/rotation.md): still accepted, but never used for new values.
     */
    BANATA_AUTH_SECRET_PREVIOUS: v.optional(v.string()),
    /**
     * Where a request says its client's IP address: `header:<name>` or `xff:<n>`, the n-th element
     * of X-Forwarded-For from the right (core/clientAddress.ts). Unset: nowhere that can be
     * believed, so no limit counts by address.
     */
    BANATA_AUTH_CLIENT_ADDRESS: v.optional(v.string()),
    /** The pages to serve: `console`. Unset: none (docs/console.md). */
    BANATA_AUTH_PAGES: v.optional(v.string()),
    /**
     * The only origin at which operators work, such as `https://console.example.com`
     * (core/consoleOrigin.ts). Unset: every host of the deployment.
     */
    BANATA_AUTH_CONSOLE_ORIGIN: v.optional(v.string()),
    /**
     * The query of the app's `liveFunctions`, such as `live:latestEvent` (core/liveFeed.ts). Unset:
     * pages poll.
     */
    BANATA_AUTH_LIVE_FUNCTION: v.optional(v.string()),
    /**
     * Tests only: a server on this machine that stands in for the mail providers
     * (emails/providers.ts). Any other address is ignored.
     */
    BANATA_LOCAL_PROVIDER_URL: v.optional(v.string()),
    /**
     * The DNS-over-HTTPS resolver (JSON format) for webhook hosts (outbound/resolver.ts). Defaults
     * to Cloudflare's.
     */
    BANATA_AUTH_DNS_URL: v.optional(v.string()),
  },
});
component.use(rateLimiter);

export default component;
