/**
 * The files that an installation adds to an app. The README shows the same text, and
 * test/cli/init.test.ts compares the two.
 */

/** The path at which `httpPrefix: "/banata/"` mounts the runtime. */
export const DEFAULT_MOUNT = "/banata";

/** `convex.config.ts`: installs the component. */
export const convexConfig = `import banataAuth from "@banata-auth/convex/convex.config";
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
`;

/** `auth.config.ts`: lets Convex accept the runtime's tokens. `mount` is the path of httpPrefix. */
export const authConfig = (
  mount: string,
) => `const issuer = \`\${process.env.CONVEX_SITE_URL}${mount}\`;

export default {
  providers: [
${authProvider}
  ],
};
`;

/** The element of `providers` in `auth.config.ts`; needs the constant `issuer`. */
export const authProvider = `    {
      type: "customJwt",
      issuer,
      applicationID: "convex",
      jwks: \`\${issuer}/api/auth/convex/jwks\`,
      algorithm: "RS256",
    },`;

/** `auth.ts`: the queries that the React hooks subscribe to. */
export const authFunctions = `import { authFunctions } from "@banata-auth/convex";
import { components } from "./_generated/api";

export const { currentUser, session, organizations, organization, members, permissions } =
  authFunctions(components.banataAuth);
`;

/** `live.ts`: the query from which open pages of the console hear of events. */
export const liveFunctions = `import { liveFunctions } from "@banata-auth/convex";
import { components } from "./_generated/api";

export const { latestEvent } = liveFunctions(components.banataAuth);
`;

/** The query of `live.ts`: the value of `BANATA_AUTH_LIVE_FUNCTION`. */
export const LIVE_FUNCTION = "live:latestEvent";

/** The React provider of an app that Vite builds. */
export const viteProvider = `import { BanataAuthProvider } from "@banata-auth/convex/react";
import { ConvexReactClient } from "convex/react";
import type { ReactNode } from "react";

const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL);

export function AuthProvider({ children }: { readonly children: ReactNode }) {
  return (
    <BanataAuthProvider
      client={convex}
      baseUrl={import.meta.env.VITE_BANATA_URL}
      projectId={import.meta.env.VITE_BANATA_PROJECT_ID}
    >
      {children}
    </BanataAuthProvider>
  );
}
`;
