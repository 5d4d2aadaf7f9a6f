import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
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
import type { contractFunctions } from "../contractFunctions";
import type { authFunctions } from "../functions";
import type { AuthClient } from "./authClient";
import { connect, type SessionStore } from "./connection";
import type { HostedSignIn } from "./hostedSignIn";
import type { SignedInState } from "./signedInState";

/**
 * The type of the app's `api.auth` when `convex/auth.ts` exports the queries of `authFunctions`.
 */
export type AuthFunctions = ApiFromModules<{ auth: ReturnType<typeof authFunctions> }>["auth"];

/**
 * The type of the app's `api.banata` when `convex/banata.ts` exports the functions of
 * `contractFunctions`.
 */
export type ContractFunctions = ApiFromModules<{
  banata: ReturnType<typeof contractFunctions>;
}>["banata"];

export interface BanataAuthProviderProps {
  readonly client: ConvexReactClient;
  /**
   * The runtime's base URL with its mount path (`https://….convex.site/banata`); `""` when a proxy
   * such as `createBanataAuthServer` of `@banata-auth/convex/next` serves it on the page's own
   * origin.
   */
  readonly baseUrl: string;
  /** The project's id (`proj_…`). Default: the deployment's default project, or the proxy's. */
  readonly projectId?: string;
  /**
   * The id (`cli_…`) of the app's auth client, whose trusted origins are then accepted in addition
   * to the project's.
   */
  readonly clientId?: string;
  /**
   * Where the session is stored. Default: `cookie` when `baseUrl` has the page's own origin,
   * otherwise `localStorage`.
   *
   * - `cookie`: in a cookie that scripts cannot read. Requires app and deployment on one site (the
   *   same registrable domain, or a proxy), because browsers block third-party cookies.
   * - `localStorage`: works across sites, survives reloads, and is shared by all tabs. Any script
   *   in the page can read it: an injected script can steal the session, whereas with a cookie it
   *   could use the session only while the page is open.
   * - `memory`: works across sites, but a reload signs out and other tabs do not share it.
   */
  readonly sessionStore?: SessionStore;
  /**
   * The page to which the hosted pages send the browser back, as a path or URL of this app. One of
   * the client's `redirectUris`, exactly. Default: `/`.
   */
  readonly redirectUri?: string;
  /**
   * Shows the page that a sign-in at the hosted pages returns to: the router's function for a path.
   * Default: the browser loads it.
   */
  readonly navigate?: (path: string) => void;
  /**
   * Whether a visitor without a session is signed in without a page when the app starts, if the
   * hosted pages have a session: once for each tab, by a redirect there and back. Until then the
   * state is loading. Needs `projectId` and `clientId`. Default: false.
   */
  readonly silentSignIn?: boolean;
  /** The queries of `authFunctions`, if they are not exported as `api.auth`. */
  readonly functions?: AuthFunctions;
  /** The functions of `contractFunctions`, if they are not exported as `api.banata`. */
  readonly contract?: ContractFunctions;
  /**
   * The token for Convex with which the server rendered the page (`getToken` of
   * `@banata-auth/convex/next`). The page is then signed in from the start.
   */
  readonly initialToken?: string | null;
  readonly children?: ReactNode;
}

interface BanataAuth {
  readonly auth: AuthClient;
  readonly hosted: HostedSignIn;
  readonly functions: AuthFunctions;
  readonly contract: ContractFunctions;
}
const Context = createContext<BanataAuth | null>(null);

/**
 * Authenticates the Convex client with this browser's session and provides this package's hooks to
 * its children.
 *
 * It combines Convex's own `ConvexProviderWithAuth` with Better Auth's own client. The provider of
 * `@convex-dev/better-auth` is not used because it treats a failed request as a sign-out, fetches
 * two tokens per connection, and polls the session, which a reactive Convex query reports here.
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
  redirectUri = "/",
  navigate,
  silentSignIn = false,
  functions = defaultFunctions,
  contract = defaultContract,
  initialToken = null,
  children,
}: BanataAuthProviderProps) {
  const navigation = useRef(navigate);
  useEffect(() => void (navigation.current = navigate), [navigate]);
  const { auth, hosted, state, start } = useMemo(
    () =>
      connect(
        { baseUrl, projectId, clientId, sessionStore, redirectUri, initialToken, silentSignIn },
        (path) => (navigation.current === undefined ? false : (navigation.current(path), true)),
      ),
    // oxlint-disable-next-line react/exhaustive-deps -- `initialToken` only matters for the first render
    [baseUrl, projectId, clientId, sessionStore, redirectUri, silentSignIn],
  );
  useEffect(start, [start]);
  const value = useMemo(
    () => ({ auth, hosted, functions, contract }),
    [auth, hosted, functions, contract],
  );
  const useSignedInState = useMemo(() => createTokensHook(state), [state]);
  return (
    <ConvexProviderWithAuth client={client} useAuth={useSignedInState}>
      <Context.Provider value={value}>
        <SessionWatch state={state} session={functions.session} />
        {children}
      </Context.Provider>
    </ConvexProviderWithAuth>
  );
}

/** Returns the provider's context, for the hooks of this package. */
export function useBanataAuth(): BanataAuth {
  const value = useContext(Context);
  if (!value) throw new Error("This hook must be used inside <BanataAuthProvider>.");
  return value;
}

/** Convex takes a hook without arguments. */
const createTokensHook = (state: SignedInState) =>
  function useSignedInState() {
    return useConvexTokens(state);
  };

function useConvexTokens(state: SignedInState) {
  const { status, sessionId } = useSyncExternalStore(state.subscribe, state.current, state.current);
  const fetchAccessToken = useCallback(
    async (options: { forceRefreshToken: boolean }) => await state.token(options),
    // oxlint-disable-next-line react/exhaustive-deps -- a new identity makes Convex fetch the new session's token
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
 * The query reports immediately when the session has ended elsewhere; the state then asks the
 * server to confirm.
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

const defaultFunctions = anyApi.auth as unknown as AuthFunctions; // by name, as `convex/auth.ts` exports them
const defaultContract = anyApi.banata as unknown as ContractFunctions; // as `convex/banata.ts` exports them
