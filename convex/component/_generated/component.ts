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
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteKey: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getKey: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getLimits: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getUsage: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listKeyPages: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listKeys: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listUnusedKeys: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rotateKey: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        setLimits: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateKey: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        verifyKey: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    auditLogs: {
      denials: {
        record: FunctionReference<
          "mutation",
          "internal",
          {
            code: string;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fieldCode: string | null;
            input: string;
            operation: string;
            reason: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              ip: string | null;
              userAgent: string | null;
            };
          },
          null,
          Name
        >;
      };
      functions: {
        createEvent: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        exportEvents: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getRetention: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listEvents: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        saveRetention: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    authClients: {
      functions: {
        createClient: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteClient: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getClient: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listClients: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rotateClientSecret: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateClient: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    configuration: {
      functions: {
        deleteSocialProviderCredential: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getAuthConfiguration: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getBrandingConfig: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getDashboardConfig: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getPublicConfig: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getSocialProviderCredentials: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        saveAuthConfiguration: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        saveBrandingConfig: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        saveDashboardConfig: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        saveSocialProviderCredential: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    directories: {
      functions: {
        createDirectory: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteDirectory: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getDirectory: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getGroup: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getUser: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listDirectories: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listGroups: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listUsers: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rotateToken: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateDirectory: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    domains: {
      functions: {
        createVerification: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteVerification: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getVerification: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        list: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        verify: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
      lookups: {
        find: FunctionReference<
          "action",
          "internal",
          { domain: string },
          Array<string>,
          Name
        >;
      };
    };
    emails: {
      functions: {
        createTemplate: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteTemplate: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getMessage: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getProvider: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getTemplate: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listMessages: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listTemplates: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        preview: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        saveProvider: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        send: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        sendTest: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateTemplate: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    events: {
      feed: {
        latest: FunctionReference<
          "query",
          "internal",
          { token: string },
          { eventId: string | null } | null,
          Name
        >;
      };
      functions: {
        getFeed: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listEvents: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    organizations: {
      functions: {
        acceptInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        addMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        addTeamMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        checkSlug: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        createOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        createTeam: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getActiveMember: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getInvitation: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getMember: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getOrganization: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        leaveOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listInvitations: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listMembers: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listOrganizations: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listTeams: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listUserInvitations: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rejectInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        removeMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        removeTeam: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        removeTeamMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        revokeInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        sendInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        setActiveOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateMemberRole: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateTeam: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
      memberships: {
        get: FunctionReference<
          "query",
          "internal",
          {
            organizationId: string;
            visitor: {
              issuer: string;
              projectId: string;
              sessionId: string;
              userId: string;
            };
          },
          {
            createdAt: number;
            id: string;
            logo: string | null;
            maxMembers: number | null;
            memberId: string | null;
            name: string;
            requireMfa: boolean;
            role: string | null;
            slug: string;
            ssoEnforced: boolean;
          } | null,
          Name
        >;
        list: FunctionReference<
          "query",
          "internal",
          {
            visitor: {
              issuer: string;
              projectId: string;
              sessionId: string;
              userId: string;
            };
          },
          Array<{
            id: string;
            logo: string | null;
            memberId: string | null;
            name: string;
            role: string | null;
            slug: string;
          }>,
          Name
        >;
        members: FunctionReference<
          "query",
          "internal",
          {
            cursor: string | null;
            endCursor: string | null;
            limit: number;
            organizationId: string;
            visitor: {
              issuer: string;
              projectId: string;
              sessionId: string;
              userId: string;
            };
          },
          {
            continueCursor: string;
            isDone: boolean;
            page: Array<{
              createdAt: number;
              id: string;
              role: string;
              user: {
                email: string;
                id: string;
                image: string | null;
                name: string;
              };
            }>;
          },
          Name
        >;
      };
    };
    outbound: {
      nodeFile: {
        register: FunctionReference<
          "mutation",
          "internal",
          { ask?: string; deliver?: string; sendMail: string },
          null,
          Name
        >;
      };
    };
    portal: {
      functions: {
        generateLink: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listSessions: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        revokeSession: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    projects: {
      functions: {
        copySettings: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        createProject: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteProject: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        ensureDefaultProject: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getCurrentProject: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getProject: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getReadiness: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        inviteMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listMembers: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listProjects: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        removeMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rotateSigningKeys: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateMember: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateProject: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    rbac: {
      functions: {
        checkPermission: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        checkPermissions: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        createPermission: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        createRole: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deletePermission: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteRole: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getMyPermissions: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listPermissions: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listRoleHolders: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listRoles: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updatePermission: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateRole: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
      held: {
        held: FunctionReference<
          "query",
          "internal",
          {
            organizationId?: string;
            visitor: {
              issuer: string;
              projectId: string;
              sessionId: string;
              userId: string;
            };
          },
          Array<string>,
          Name
        >;
      };
      holds: {
        holds: FunctionReference<
          "query",
          "internal",
          {
            operator: "all" | "any";
            organizationId?: string;
            permissions: Array<string>;
            projectId: string;
            sessionId?: string;
            userId: string;
          },
          boolean,
          Name
        >;
      };
    };
    signIn: {
      current: {
        current: FunctionReference<
          "query",
          "internal",
          {
            visitor: {
              issuer: string;
              projectId: string;
              sessionId: string;
              userId: string;
            };
          },
          {
            session: {
              activeOrganizationId: string | null;
              createdAt: number;
              expiresAt: number;
              id: string;
              impersonatedBy: string | null;
              projectId: string;
            };
            user: {
              createdAt: number;
              email: string;
              emailVerified: boolean;
              id: string;
              image: string | null;
              name: string;
              phoneNumber: string | null;
              role: string;
              twoFactorEnabled: boolean;
              username: string | null;
            };
          } | null,
          Name
        >;
      };
    };
    sso: {
      functions: {
        createConnection: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteConnection: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getAuthorizationUrl: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getConnection: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getProfileAndToken: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listConnections: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        testConnection: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        unlinkProfile: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateConnection: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
      metadata: {
        read: FunctionReference<
          "action",
          "internal",
          { idpEntityId?: string; metadataUrl?: string; metadataXml?: string },
          string,
          Name
        >;
      };
    };
    statistics: {
      functions: {
        get: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
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
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        createUser: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteUser: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        getUser: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        hasPermission: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        impersonateUser: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listAccounts: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listFactors: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listUsers: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listUserSessions: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        removeFactor: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        revokeAllSessions: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        revokeSession: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        sendPasswordReset: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        setRole: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        setUserPassword: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        startImpersonation: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        stopImpersonating: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        unbanUser: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        unlinkAccount: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateUser: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    vault: {
      functions: {
        decrypt: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        delete: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        encrypt: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        get: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        list: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rotateKey: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        update: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
    webhooks: {
      functions: {
        createEndpoint: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        deleteEndpoint: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listDeliveries: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        listEndpoints: FunctionReference<
          "query",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        redeliver: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        replay: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        rotateSecret: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        sendTest: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
        updateEndpoint: FunctionReference<
          "mutation",
          "internal",
          {
            counted?: boolean;
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
                  audience:
                    | "everyone"
                    | "operators"
                    | "apps"
                    | { origin: string; projectId: string };
                  kind: "session";
                  page: { clientId: string | null; origin: string } | null;
                  projectPath: string | null;
                  tokens: Array<{
                    projectId: string | null;
                    tokenHash: string;
                  }>;
                }
              | { kind: "app"; projectId: string }
              | { kind: "appSession"; projectId: string; sessionId: string }
              | { clientId: string; kind: "client"; projectPath: string | null }
              | { kind: "portal"; projectId: string; tokenHash: string };
            fromQueryParameters?: boolean;
            hashed?: string;
            input: string;
            lookedUp?: Array<string> | "later";
            prepared?: string;
            request: {
              hasTrustedIp?: boolean;
              id: string;
              idempotencyKey: string | null;
              ip: string | null;
              userAgent: string | null;
            };
          },
          | {
              body: string;
              markUse?: { ip: string | null; keyId: string; projectId: string };
            }
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            }
          | { prepare: "samlMetadata" }
          | { lookUp: string }
          | { limited: true },
          Name
        >;
      };
    };
  };
