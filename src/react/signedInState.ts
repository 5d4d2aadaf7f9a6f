/**
 * Whether this browser is signed in, and the tokens for Convex. It asks the server when it starts,
 * after every action, and when another tab has done something; what it hears is what it says. That
 * a network is gone is no answer: then it asks again, and nobody is signed out.
 */

/**
 * What the server said about the session: a token, or that there is none. Rejects when there was no
 * answer.
 */
export type TokenSource = (signal: AbortSignal) => Promise<string | null>;

export interface Snapshot {
  readonly status: "loading" | "signedIn" | "signedOut";
  /** Null unless signed in. */
  readonly sessionId: string | null;
}

const LOADING: Snapshot = { status: "loading", sessionId: null };
const SIGNED_OUT: Snapshot = { status: "signedOut", sessionId: null };
/** A token this young is handed to Convex as a fresh one. */
const FRESH_MS = 5_000;
/** A token from the server-rendered page is used when it is good for this much longer. */
const REMAINING_MS = 30_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const DELAYS_BEFORE_WARNING = 3;

export class SignedInState {
  private snapshot: Snapshot = LOADING;
  private readonly listeners = new Set<() => void>();
  /** Fetched, and not yet handed to Convex. */
  private fresh: { readonly token: string; readonly at: number } | null = null;
  private asking: AbortController | null = null;
  private channel: BroadcastChannel | null = null;

  /**
   * @param name shared by the tabs that share a session, and the key under which they store it
   * @param initialToken of the page that the server rendered; it counts until the server says otherwise
   */
  constructor(
    private readonly source: TokenSource,
    private readonly name: string,
    private readonly initialToken: string | null,
  ) {
    if (initialToken !== null && isUsable(initialToken))
      this.snapshot = { status: "signedIn", sessionId: sessionOf(initialToken) };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly current = (): Snapshot => this.snapshot;

  /** Begins to look, and to listen to other tabs. Answers how to stop. */
  start(): () => void {
    if (typeof BroadcastChannel !== "undefined") {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = () => void this.refresh();
    }
    // Another tab's word may be here before what it has stored: then this tab finds no session, and
    // the storage's own word comes later.
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

  /** After an action of this tab: asks the server, and has the other tabs ask. */
  async changed(): Promise<void> {
    this.channel?.postMessage("changed");
    await this.refresh();
  }

  /**
   * Asks the server who is signed in now. An earlier question that is still open counts no more.
   */
  async refresh(): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const token = await this.ask(asking.signal).catch(() => undefined);
    if (token !== undefined && !asking.signal.aborted) this.hear(token);
  }

  /**
   * A token for Convex; null when nobody is signed in. Convex asks without force first, for a token
   * that it replaces at once: unless the page came with one there is none to give, so that a
   * connection costs one token and one run of its queries, not two.
   */
  readonly token = async ({
    forceRefreshToken,
  }: {
    forceRefreshToken: boolean;
  }): Promise<string | null> => {
    if (!forceRefreshToken) return this.rendered();
    const { fresh } = this;
    this.fresh = null;
    if (fresh && Date.now() - fresh.at < FRESH_MS) return fresh.token;
    const { sessionId } = this.snapshot;
    const token = await this.ask(new AbortController().signal);
    // Somebody has signed in or out meanwhile: this answer may be older than that.
    if (this.snapshot.sessionId !== sessionId) return null;
    this.hear(token);
    // Convex asks anew for another session: this answer is for the one that it asked about.
    if (this.snapshot.sessionId !== sessionId) return null;
    this.fresh = null;
    return token;
  };

  /** The token that the page came with, if it is good and still of this session. */
  private rendered(): string | null {
    const { initialToken } = this;
    return initialToken !== null &&
      isUsable(initialToken) &&
      sessionOf(initialToken) === this.snapshot.sessionId
      ? initialToken
      : null;
  }

  private hear(token: string | null): void {
    this.fresh = token === null ? null : { token, at: Date.now() };
    const sessionId = token === null ? null : sessionOf(token);
    const next: Snapshot = sessionId === null ? SIGNED_OUT : { status: "signedIn", sessionId };
    if (next.status === this.snapshot.status && next.sessionId === this.snapshot.sessionId) return;
    this.snapshot = next;
    for (const listener of this.listeners) listener();
  }

  /** Until there is an answer. */
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
            "The auth server cannot be reached; trying on. If it is up, see that it trusts the origin of this page.",
            error,
          );
        await untilOnlineOr(delay * (0.75 + Math.random() / 2));
        signal.throwIfAborted();
      }
    }
  }
}

/** The time is over, or the network is back. */
function untilOnlineOr(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", done); // Node has none
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    globalThis.addEventListener?.("online", done);
  });
}

function claimsOf(token: string): { sid?: unknown; exp?: unknown } {
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

const sessionOf = (token: string): string | null => {
  const { sid } = claimsOf(token);
  return typeof sid === "string" ? sid : null;
};

const isUsable = (token: string): boolean => {
  const { exp } = claimsOf(token);
  return typeof exp === "number" && exp * 1_000 > Date.now() + REMAINING_MS;
};
