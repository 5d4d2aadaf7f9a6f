import { passkeyClient } from "@better-auth/passkey/client";
import {
  anonymousClient,
  emailOTPClient,
  magicLinkClient,
  oneTimeTokenClient,
  organizationClient,
  twoFactorClient,
  usernameClient,
} from "better-auth/client/plugins";
import { createAuthClient, type ReactAuthClient } from "better-auth/react";
import type { CookieJar } from "./cookieJar";
import { ssoClient } from "./ssoClient";

export interface AuthClientOptions {
  /** The base URL of the project's end-user endpoints: `https://…/p/proj_…/api/auth`. */
  readonly endpoint: string;
  /** The id of the app's auth client. */
  readonly clientId?: string;
  /** Null when the browser keeps the cookies. */
  readonly jar: CookieJar | null;
  /** Called when the user may have signed in or out. */
  readonly onChange: () => void;
  /** Called when the user has signed out. */
  readonly onSignOut: () => void;
  /** Resolves when requests may be sent: a session that the page's URL carries is then in place. */
  readonly ready: () => Promise<void>;
}

/**
 * A `fetch` that carries the session of the browser or the jar. Returns 503 `network_error` when
 * there is no answer, so that no action rejects.
 */
export function sessionFetch({
  clientId,
  jar,
}: Pick<AuthClientOptions, "clientId" | "jar">): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (clientId !== undefined) headers.set("x-banata-client-id", clientId);
    if (jar) headers.set("better-auth-cookie", jar.header());
    const response = await fetch(input, {
      ...init,
      headers,
      credentials: jar ? "omit" : "include",
    }).catch((error: unknown) => {
      if (init?.signal?.aborted) throw error;
      return Response.json(
        {
          code: "network_error",
          message: "The server is unreachable; check the connection and retry",
        },
        { status: 503 },
      );
    });
    const cookies = response.headers.get("set-better-auth-cookie");
    if (jar && cookies !== null) jar.take(cookies);
    return response;
  };
}

type Plugin =
  | ReturnType<typeof magicLinkClient>
  | ReturnType<typeof emailOTPClient>
  | ReturnType<typeof usernameClient>
  | ReturnType<typeof anonymousClient>
  | ReturnType<typeof twoFactorClient>
  | ReturnType<typeof oneTimeTokenClient>
  | ReturnType<typeof passkeyClient>
  | ReturnType<typeof ssoClient>
  | ReturnType<typeof organizationClient<object>>;

/**
 * See `useAuth`. Spelled out, because the type that TypeScript infers for `createClient` is 4,000
 * lines of declarations, with an error in them.
 */
export type AuthClient = ReactAuthClient<{ plugins: Plugin[] }>;

/** Creates Better Auth's own React client over `sessionFetch`. */
export function createClient({
  endpoint,
  onChange,
  onSignOut,
  ready,
  ...session
}: AuthClientOptions): AuthClient {
  const send = sessionFetch(session);
  return createAuthClient({
    baseURL: endpoint,
    // For their types, endpoint methods and hooks.
    plugins: [
      magicLinkClient(),
      emailOTPClient(),
      usernameClient(),
      anonymousClient(),
      twoFactorClient(),
      oneTimeTokenClient(),
      passkeyClient(),
      ssoClient(),
      organizationClient(),
    ],
    fetchOptions: {
      customFetchImpl: async (input, init) => {
        await ready();
        const response = await send(input, init);
        const url = input instanceof Request ? input.url : String(input);
        if (response.ok && url === `${endpoint}/sign-out`) onSignOut();
        // The client does not know which endpoints start or end a session; checking again is cheap.
        if (response.ok && init?.method !== undefined && init.method !== "GET") onChange();
        return response;
      },
    },
  });
}
