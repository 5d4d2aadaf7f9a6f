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
import { createAuthClient } from "better-auth/client";
import type { CookieJar } from "./cookieJar";

export interface AuthClientOptions {
  /** The base URL of the project's end-user endpoints: `https://…/p/proj_…/api/auth`. */
  readonly endpoint: string;
  /** The id of the app's auth client. */
  readonly clientId?: string;
  /** Null when the browser keeps the cookies. */
  readonly jar: CookieJar | null;
  /** Called when the user may have signed in or out. */
  readonly onChange: () => void;
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

/** Creates Better Auth's own client over `sessionFetch`. */
export function createClient({ endpoint, onChange, ...session }: AuthClientOptions) {
  const send = sessionFetch(session);
  return createAuthClient({
    baseURL: endpoint,
    // Only the plugins' types and endpoint methods matter here.
    plugins: [
      magicLinkClient(),
      emailOTPClient(),
      usernameClient(),
      anonymousClient(),
      twoFactorClient(),
      oneTimeTokenClient(),
      passkeyClient(),
      organizationClient(),
    ],
    fetchOptions: {
      customFetchImpl: async (input, init) => {
        const response = await send(input, init);
        // The client does not know which endpoints start or end a session; checking again is cheap.
        if (response.ok && init?.method !== undefined && init.method !== "GET") onChange();
        return response;
      },
    },
  });
}

/** See `useAuth`. */
export type AuthClient = ReturnType<typeof createClient>;
