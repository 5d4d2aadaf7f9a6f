/** What a provider keeps for its connection to a project: client, state, and hosted sign-in. */
import { createClient, sessionFetch, type AuthClient } from "./authClient";
import { browserStore, CookieJar, memoryStore } from "./cookieJar";
import { takeSessionOver } from "./handOff";
import { HostedSignIn } from "./hostedSignIn";
import { SilentSignIn } from "./silentSignIn";
import { SignedInState } from "./signedInState";

/** Where the session is stored; see the provider's props. */
export type SessionStore = "cookie" | "localStorage" | "memory";

interface Connection {
  readonly baseUrl: string;
  readonly projectId: string | undefined;
  readonly clientId: string | undefined;
  readonly sessionStore: SessionStore | undefined;
  readonly redirectUri: string;
  readonly initialToken: string | null;
  readonly silentSignIn: boolean;
}

interface Connected {
  readonly auth: AuthClient;
  readonly hosted: HostedSignIn;
  readonly state: SignedInState;
  /** Returns what stops it. */
  readonly start: () => () => void;
}

/** @param navigate shows a path of the app; false when the app did not say how */
export function connect(
  {
    baseUrl,
    projectId,
    clientId,
    sessionStore,
    redirectUri,
    initialToken,
    silentSignIn,
  }: Connection,
  navigate: (path: string) => boolean,
): Connected {
  const page = typeof location === "undefined" ? "http://localhost" : location.origin; // nothing is fetched on a server
  const base = new URL(
    `${baseUrl.replace(/\/$/, "")}${projectId === undefined ? "" : `/p/${projectId}`}/api/auth`,
    page,
  ).href.replace(/\/api\/auth$/, "");
  const endpoint = new URL(`${base}/api/auth`);
  const name = `banata-auth ${endpoint.href}`;
  const store = sessionStore ?? (endpoint.origin === page ? "cookie" : "localStorage");
  const jar = createJar(store, name);
  const send = sessionFetch({ clientId, jar });
  const hosted = new HostedSignIn({
    ...{ base: projectId === undefined ? null : base, clientId, redirectUri, name, send },
    show(url) {
      if (navigate(url.slice(location.origin.length))) return false;
      if (store === "memory") return (showWithoutLoading(url), false);
      const isLoad = withoutFragment(url) !== withoutFragment(location.href);
      location.replace(url);
      return isLoad;
    },
  });
  let arrival: Promise<void> | null = null;
  const ready = () =>
    (arrival ??= Promise.all([takeSessionOver(send, endpoint.href), hosted.arrive()]).then(
      ([, hasArrived]) => void (hasArrived && state.changed()),
    ));
  const fetchToken = async (signal: AbortSignal): Promise<string | null> => {
    const response = await send(`${endpoint.href}/convex/token`, { signal });
    if (response.ok) return ((await response.json()) as { token: string }).token; // the runtime's answer
    if (response.status >= 500 || response.status === 429 || response.status === 408)
      throw new Error(`${response.url} answered ${response.status}`);
    return null;
  };
  const silent = silentSignIn ? new SilentSignIn(hosted, name) : null;
  const state = new SignedInState(
    async (signal) => {
      await ready();
      const token = jar && !jar.hasSession() ? null : await fetchToken(signal);
      if (token === null) await silent?.attempt();
      else silent?.onSession();
      return token;
    },
    name,
    initialToken,
  );
  const auth = createClient({
    endpoint: endpoint.href,
    clientId,
    jar,
    onChange: () => void state.changed(),
    onSignOut: () => silent?.onSignOut(),
    ready,
  });
  // The client's own hooks then see what other tabs and the server do; it asks only while one of
  // them is in use.
  state.subscribe(() => auth.$store.notify("$sessionSignal"));
  return {
    ...{ auth, hosted, state },
    start() {
      if (initialToken !== null) silent?.onSession();
      const stop = state.start();
      void ready(); // also where the server has rendered the page for a signed-in user
      const onShow = ({ persisted }: PageTransitionEvent) => {
        if (!persisted) return;
        hosted.onRestored();
        silent?.onRestored();
        void state.refresh();
      };
      window.addEventListener("pageshow", onShow);
      return () => {
        window.removeEventListener("pageshow", onShow);
        stop();
      };
    },
  };
}

const withoutFragment = (url: string) => url.split("#", 1)[0];

/** A session in memory does not survive a load. Routers listen to the event. */
function showWithoutLoading(url: string): void {
  history.replaceState(null, "", url);
  window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
}

function createJar(store: SessionStore, key: string): CookieJar | null {
  if (store === "cookie") return null;
  if (store === "memory" || typeof window === "undefined")
    return new CookieJar({ lasting: memoryStore(), passing: memoryStore() });
  return new CookieJar({
    lasting: browserStore("localStorage", key),
    passing: browserStore("sessionStorage", key),
  });
}
