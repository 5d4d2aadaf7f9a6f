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
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getKey: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listKeyPages: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listKeys: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        rotateKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        verifyKey: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
            input: string;
            operation: string;
            reason: string;
            request: {
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
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        exportEvents: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getRetention: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listEvents: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        saveRetention: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteClient: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getClient: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listClients: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        rotateClientSecret: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateClient: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
      };
    };
    configuration: {
      functions: {
        deleteSocialProvider: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getAuthConfig: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getBranding: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getDashboard: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getPublic: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getSocialProviders: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        saveAuthConfig: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        saveBranding: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        saveDashboard: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        saveSocialProvider: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteTemplate: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getMessage: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getProvider: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getTemplate: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listTemplates: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        preview: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        saveProvider: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        send: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        sendTest: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateTemplate: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
      };
    };
    nodeFile: {
      register: FunctionReference<
        "mutation",
        "internal",
        { sendMail: string },
        null,
        Name
      >;
    };
    organizations: {
      functions: {
        acceptInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        addMember: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        addTeamMember: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        checkSlug: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        createOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        createTeam: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getActiveMember: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getInvitation: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getMember: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getOrganization: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        leaveOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listInvitations: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listMembers: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listOrganizations: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listTeams: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listUserInvitations: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        rejectInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        removeMember: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        removeTeam: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        removeTeamMember: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        revokeInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        sendInvitation: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        setActiveOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateMemberRole: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateOrganization: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateTeam: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
    projects: {
      functions: {
        createProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        ensureDefaultProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getCurrentProject: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getProject: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listProjects: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateProject: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        checkPermissions: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        createPermission: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        createRole: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deletePermission: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteRole: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getMyPermissions: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listPermissions: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listRoles: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updatePermission: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateRole: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
    users: {
      functions: {
        banUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        createUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        getUser: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        hasPermission: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        impersonateUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listUsers: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listUserSessions: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        revokeAllSessions: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        revokeSession: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        setRole: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        setUserPassword: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        stopImpersonating: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        unbanUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateUser: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
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
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        deleteEndpoint: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listDeliveries: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        listEndpoints: FunctionReference<
          "query",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        redeliver: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        replay: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        rotateSecret: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        sendTest: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
        updateEndpoint: FunctionReference<
          "mutation",
          "internal",
          {
            credential:
              | { hash: string; kind: "apiKey"; projectPath: string | null }
              | {
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
              | {
                  clientId: string;
                  kind: "client";
                  projectPath: string | null;
                };
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
          | {
              circumstances: { names: Array<string>; refuseBreached: boolean };
              hash: string;
            },
          Name
        >;
      };
    };
  };
