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
  /** Where the project's end-user paths begin: `https://…/p/proj_…/api/auth`. */
  readonly endpoint: string;
  /** The auth client that the app is registered as. */
  readonly clientId?: string;
  /** Null: the browser keeps the cookies. */
  readonly jar: CookieJar | null;
  /** Called when somebody may have signed in or out. */
  readonly onChange: () => void;
}

/**
 * `fetch` with the session, as the browser or the jar has it. Answers 503 `network_error` when
 * there was no answer, so that no action rejects.
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
        { code: "network_error", message: "The server could not be reached" },
        { status: 503 },
      );
    });
    const cookies = response.headers.get("set-better-auth-cookie");
    if (jar && cookies !== null) jar.take(cookies);
    return response;
  };
}

/** Better Auth's own client: its names, inputs and answers, over `sessionFetch`. */
export function createClient({ endpoint, onChange, ...session }: AuthClientOptions) {
  const send = sessionFetch(session);
  return createAuthClient({
    baseURL: endpoint,
    // The parts of these that matter here are types and the methods of paths.
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
        // Which endpoints begin or end a session is the server's business; looking again is cheap
        // and changes nothing if nothing changed.
        if (response.ok && init?.method !== undefined && init.method !== "GET") onChange();
        return response;
      },
    },
  });
}

/** See `useAuth`. */
export type AuthClient = ReturnType<typeof createClient>;
