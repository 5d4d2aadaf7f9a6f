import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import {
  ConvexProviderWithAuth,
  useConvexAuth,
  useQuery,
  type ConvexReactClient,
} from "convex/react";
import { anyApi, type ApiFromModules } from "convex/server";
import type { authFunctions } from "../functions";
import { createClient, sessionFetch, type AuthClient } from "./authClient";
import { browserStore, CookieJar, memoryStore } from "./cookieJar";
import { takeSessionOver } from "./handOff";
import { SignedInState } from "./signedInState";

/** The app's `api.auth`, if `convex/auth.ts` exports what `authFunctions` makes. */
export type AuthFunctions = ApiFromModules<{ auth: ReturnType<typeof authFunctions> }>["auth"];

export interface BanataAuthProviderProps {
  readonly client: ConvexReactClient;
  /**
   * The runtime's base URL, mount included (`https://….convex.site/banata`); `""` for the page's
   * own origin behind a proxy, such as `createBanataAuthServer` of `@banata-auth/convex/next`.
   */
  readonly baseUrl: string;
  /** `proj_…`; left out: the deployment's default project, or the one that the proxy serves. */
  readonly projectId?: string;
  /**
   * `cli_…` of the auth client that this app is registered as. Its trusted origins, besides those
   * of the project, may call.
   */
  readonly clientId?: string;
  /**
   * Where the session is kept. Without it: `cookie` when `baseUrl` is of the page's own origin,
   * else `localStorage`.
   *
   * - `cookie`: the browser keeps it where no script can read it. Needs app and deployment on one
   *   site (the same registrable domain, or a proxy): browsers keep no cookies of another site.
   * - `localStorage`: works across sites, survives reloads, and is shared by the tabs. Any script
   *   that runs in the page can read it: whoever injects one takes the session along, where with a
   *   cookie
   *   he could only use it while the page is open.
   * - `memory`: works across sites; a reload, and every other tab, is signed out.
   */
  readonly sessionStore?: "cookie" | "localStorage" | "memory";
  /** `api.auth`, when it has another name. */
  readonly functions?: AuthFunctions;
  /**
   * A token for Convex with which the server rendered the page (`getToken` of
   * `@banata-auth/convex/next`): the page is signed in from its first moment.
   */
  readonly initialToken?: string | null;
  readonly children?: ReactNode;
}

interface BanataAuth {
  readonly auth: AuthClient;
  readonly functions: AuthFunctions;
}
const Context = createContext<BanataAuth | null>(null);

/**
 * Signs the Convex client in with the session of this browser, and gives the hooks of this package
 * to what is inside.
 *
 * It is Convex's own `ConvexProviderWithAuth` over Better Auth's own client. Not the provider of
 * `@convex-dev/better-auth`: that one takes a failed request for a sign-out, fetches two tokens a
 * connection, and polls a session which a Convex query here reports by itself.
 *
 * ```tsx
 * const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL);
 * <BanataAuthProvider client={convex} baseUrl={`${import.meta.env.VITE_CONVEX_SITE_URL}/banata`} projectId="proj_…">
 *   <App />
 * </BanataAuthProvider>
 * ```
 */
export function BanataAuthProvider({
  client,
  baseUrl,
  projectId,
  clientId,
  sessionStore,
  functions = defaultFunctions,
  initialToken = null,
  children,
}: BanataAuthProviderProps) {
  const { auth, state } = useMemo(
    () => connect({ baseUrl, projectId, clientId, sessionStore, initialToken }),
    // The first token is only for the first moment.
    [baseUrl, projectId, clientId, sessionStore],
  );
  useEffect(() => state.start(), [state]);
  const value = useMemo(() => ({ auth, functions }), [auth, functions]);
  const useSignedInState = useCallback(() => useConvexTokens(state), [state]);
  return (
    <ConvexProviderWithAuth client={client} useAuth={useSignedInState}>
      <Context.Provider value={value}>
        <SessionWatch state={state} session={functions.session} />
        {children}
      </Context.Provider>
    </ConvexProviderWithAuth>
  );
}

/** For the hooks of this package. */
export function useBanataAuth(): BanataAuth {
  const value = useContext(Context);
  if (!value) throw new Error("This hook works inside <BanataAuthProvider> alone.");
  return value;
}

function useConvexTokens(state: SignedInState) {
  const { status, sessionId } = useSyncExternalStore(state.subscribe, state.current, state.current);
  // A new function for a new session: that makes Convex ask for its token.
  const fetchAccessToken = useCallback(
    async (options: { forceRefreshToken: boolean }) => await state.token(options),
    [state, sessionId],
  );
  return useMemo(
    () => ({
      isLoading: status === "loading",
      isAuthenticated: status === "signedIn",
      fetchAccessToken,
    }),
    [status, fetchAccessToken],
  );
}

/**
 * Convex says at once when the session has ended elsewhere; the server, asked again, has the last
 * word.
 */
function SessionWatch({
  state,
  session,
}: {
  readonly state: SignedInState;
  readonly session: AuthFunctions["session"];
}) {
  const { isAuthenticated } = useConvexAuth();
  const current = useQuery(session, isAuthenticated ? {} : "skip");
  const hasEnded = isAuthenticated && current === null;
  useEffect(() => {
    if (hasEnded) void state.refresh();
  }, [hasEnded, state]);
  return null;
}

type Connection = Pick<
  BanataAuthProviderProps,
  "baseUrl" | "projectId" | "clientId" | "sessionStore"
> & { readonly initialToken: string | null };

function connect({ baseUrl, projectId, clientId, sessionStore, initialToken }: Connection): {
  auth: AuthClient;
  state: SignedInState;
} {
  const page = typeof location === "undefined" ? "http://localhost" : location.origin; // on a server nothing is fetched
  const endpoint = new URL(
    `${baseUrl.replace(/\/$/, "")}${projectId === undefined ? "" : `/p/${projectId}`}/api/auth`,
    page,
  );
  const jar = jarFor(
    sessionStore ?? (endpoint.origin === page ? "cookie" : "localStorage"),
    `banata-auth ${endpoint.href}`,
  );
  const send = sessionFetch({ clientId, jar });
  let arrival: Promise<void> | null = null;
  const state = new SignedInState(
    async (signal) => {
      arrival ??= takeSessionOver(send, endpoint.href);
      await arrival;
      if (jar && !jar.hasSession()) return null;
      const response = await send(`${endpoint.href}/convex/token`, { signal });
      if (response.ok) return ((await response.json()) as { token: string }).token; // the runtime's answer
      if (response.status >= 500 || response.status === 429 || response.status === 408)
        throw new Error(`${response.url} answered ${response.status}`);
      return null;
    },
    `banata-auth ${endpoint.href}`,
    initialToken,
  );
  return {
    auth: createClient({
      endpoint: endpoint.href,
      clientId,
      jar,
      onChange: () => void state.changed(),
    }),
    state,
  };
}

function jarFor(
  store: NonNullable<BanataAuthProviderProps["sessionStore"]>,
  key: string,
): CookieJar | null {
  if (store === "cookie") return null;
  if (store === "memory" || typeof window === "undefined")
    return new CookieJar({ lasting: memoryStore(), passing: memoryStore() });
  return new CookieJar({
    lasting: browserStore("localStorage", key),
    passing: browserStore("sessionStorage", key),
  });
}

const defaultFunctions = anyApi.auth as unknown as AuthFunctions; // by name, as `convex/auth.ts` exports them
