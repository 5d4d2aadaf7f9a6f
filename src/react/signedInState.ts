/**
 * Tracks whether this browser is signed in and supplies tokens for Convex. It asks the server on
 * start, after every action, and when another tab has changed something. A network failure is not
 * an answer: it retries and does not sign the user out.
 */

/**
 * Fetches a token for the session; null when there is no session. Rejects when there is no answer.
 */
export type TokenSource = (signal: AbortSignal) => Promise<string | null>;

export interface Snapshot {
  readonly status: "loading" | "signedIn" | "signedOut";
  /** Null unless signed in. */
  readonly sessionId: string | null;
}

const LOADING: Snapshot = { status: "loading", sessionId: null };
const SIGNED_OUT: Snapshot = { status: "signedOut", sessionId: null };
/** The maximum age at which a token counts as fresh for Convex. */
const MAX_FRESH_AGE_MS = 5_000;
/** The minimum remaining lifetime of a token from the server-rendered page. */
const MIN_REMAINING_MS = 30_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const DELAYS_BEFORE_WARNING = 3;

export class SignedInState {
  private snapshot: Snapshot = LOADING;
  private readonly listeners = new Set<() => void>();
  /** The token that was fetched, but not yet passed to Convex. */
  private fresh: { readonly token: string; readonly at: number } | null = null;
  private asking: AbortController | null = null;
  private channel: BroadcastChannel | null = null;

  /**
   * @param name identifies the session: its tabs' broadcast channel and its storage key
   * @param initialToken the token of the server-rendered page, valid until the server says
   *   otherwise
   */
  constructor(
    private readonly source: TokenSource,
    private readonly name: string,
    private readonly initialToken: string | null,
  ) {
    if (initialToken !== null && isUsable(initialToken))
      this.snapshot = { status: "signedIn", sessionId: parseSessionId(initialToken) };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly current = (): Snapshot => this.snapshot;

  /** Starts to ask the server and to listen to other tabs. Returns a function that stops both. */
  start(): () => void {
    if (typeof BroadcastChannel !== "undefined") {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = () => void this.refresh();
    }
    // Another tab's message may arrive before its storage write is visible. This tab then finds no
    // session until the storage event arrives.
    const onStorage = (event: Event) => {
      if ((event as StorageEvent).key === this.name && this.snapshot.status === "signedOut")
        void this.refresh();
    };
    const page = typeof window === "undefined" ? null : window;
    page?.addEventListener("storage", onStorage);
    if (this.snapshot.status === "loading") void this.refresh();
    return () => {
      page?.removeEventListener("storage", onStorage);
      this.asking?.abort();
      this.channel?.close();
      this.channel = null;
    };
  }

  /** Asks the server after an action of this tab, and makes the other tabs ask too. */
  async changed(): Promise<void> {
    this.channel?.postMessage("changed");
    await this.refresh();
  }

  /** Asks the server who is signed in now. Cancels an earlier request that is still pending. */
  async refresh(): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const token = await this.ask(asking.signal).catch(() => undefined);
    if (token !== undefined && !asking.signal.aborted) this.hear(token);
  }

  /**
   * Returns a token for Convex; null when no user is signed in. Convex first asks without
   * `forceRefreshToken` for a cached token that it replaces immediately. Only the server-rendered
   * page's token is returned then, so that a connection costs one token and one run of its queries,
   * not two.
   */
  readonly token = async ({
    forceRefreshToken,
  }: {
    forceRefreshToken: boolean;
  }): Promise<string | null> => {
    if (!forceRefreshToken) return this.rendered();
    const { fresh } = this;
    this.fresh = null;
    if (fresh && Date.now() - fresh.at < MAX_FRESH_AGE_MS) return fresh.token;
    const { sessionId } = this.snapshot;
    const token = await this.ask(new AbortController().signal);
    // The user has signed in or out meanwhile, so this answer may be stale.
    if (this.snapshot.sessionId !== sessionId) return null;
    this.hear(token);
    // The session has changed, and Convex asks again for the new one.
    if (this.snapshot.sessionId !== sessionId) return null;
    this.fresh = null;
    return token;
  };

  /** Returns the server-rendered page's token if it is still usable and of this session. */
  private rendered(): string | null {
    const { initialToken } = this;
    return initialToken !== null &&
      isUsable(initialToken) &&
      parseSessionId(initialToken) === this.snapshot.sessionId
      ? initialToken
      : null;
  }

  private hear(token: string | null): void {
    this.fresh = token === null ? null : { token, at: Date.now() };
    const sessionId = token === null ? null : parseSessionId(token);
    const next: Snapshot = sessionId === null ? SIGNED_OUT : { status: "signedIn", sessionId };
    if (next.status === this.snapshot.status && next.sessionId === this.snapshot.sessionId) return;
    this.snapshot = next;
    for (const listener of this.listeners) listener();
  }

  /** Retries until there is an answer. */
  private async ask(signal: AbortSignal): Promise<string | null> {
    for (
      let failures = 0, delay = FIRST_DELAY_MS;
      ;
      failures++, delay = Math.min(delay * 2, LONGEST_DELAY_MS)
    ) {
      try {
        return await this.source(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (failures === DELAYS_BEFORE_WARNING)
          console.warn(
            "The auth server is unreachable; retrying. If it is running, check that it trusts this page's origin.",
            error,
          );
        await waitForOnlineOr(delay * (0.75 + Math.random() / 2));
        signal.throwIfAborted();
      }
    }
  }
}

/** Resolves after the delay, or earlier when the network is back. */
function waitForOnlineOr(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", done); // absent in Node
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    globalThis.addEventListener?.("online", done);
  });
}

function parseClaims(token: string): { sid?: unknown; exp?: unknown } {
  try {
    const payload = token.split(".")[1] ?? "";
    return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as {
      sid?: unknown;
      exp?: unknown;
    };
  } catch {
    return {};
  }
}

const parseSessionId = (token: string): string | null => {
  const { sid } = parseClaims(token);
  return typeof sid === "string" ? sid : null;
};

const isUsable = (token: string): boolean => {
  const { exp } = parseClaims(token);
  return typeof exp === "number" && exp * 1_000 > Date.now() + MIN_REMAINING_MS;
};
