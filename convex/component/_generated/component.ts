/* eslint-disable */
/**
 * Generated `ComponentApi` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type { FunctionReference } from "convex/server";

/**
 * A utility for referencing a Convex component's exposed API.
 *
 * Useful when expecting a parameter like `components.myComponent`.
 * Usage:
 * ```ts
 * async function myFunction(ctx: QueryCtx, component: ComponentApi) {
 *   return ctx.runQuery(component.someFile.someQuery, { ...args });
 * }
 * ```
 */
export type ComponentApi<Name extends string | undefined = string | undefined> =
  {
    apiKeys: {
      functions: {
        createKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        deleteKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        getKey: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        listKeyPages: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        listKeys: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        rotateKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        updateKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        verifyKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
      };
    };
    auditLogs: {
      functions: {
        listEvents: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
      };
    };
    events: {
      functions: {
        listEvents: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
      };
    };
    projects: {
      functions: {
        createProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        deleteProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        ensureDefaultProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        getCurrentProject: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        getProject: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        listProjects: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        updateProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
      };
    };
    users: {
      functions: {
        banUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        createUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        deleteUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        getUser: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        listUsers: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        unbanUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
        updateUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | { kind: "app"; projectId: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            request: {
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | { body: string; markUse?: { keyId: string; projectId: string } }
          | { hash: string },
          Name
        >;
      };
    };
  };
