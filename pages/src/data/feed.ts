/**
 * The live feed of a project: a subscription to the app's query over Convex's sync protocol
 * (docs/decisions/0053-live-pages.md). Loaded only where the deployment has one. The connection
 * carries a token of the feed, never the session's cookie.
 */
import { BaseConvexClient } from "convex/browser";
import { clientFor } from "./clients";

/** A connection that is away for longer has failed. */
const OUTAGE_MS = 5_000;
/** The part of a token's lifetime after which the page requests another one. */
const RENEWAL = 0.8;

interface FeedReader {
  /** Called at the beginning and whenever the project has another latest event. */
  readonly onEvent: (eventId: string | null) => void;
  /** Called once, when the feed is refused or the connection fails; the feed is closed then. */
  readonly onEnd: () => void;
}

interface Subscription {
  /** How the client names it. */
  readonly queryToken: string;
  readonly functionName: string;
  readonly args: { readonly token: string };
  readonly lifetimeMs: number;
  /** By the browser's clock, which need not be right. */
  readonly begunAt: number;
  readonly unsubscribe: () => void;
}

/** Opens the feed, and returns what closes it. */
export function openFeed(projectId: string, { onEvent, onEnd }: FeedReader): () => void {
  let client: BaseConvexClient | undefined;
  let subscription: Subscription | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let outage: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let latest: string | null | undefined;

  const close = () => {
    isClosed = true;
    clearTimeout(renewal);
    clearTimeout(outage);
    void client?.close();
  };
  const end = () => {
    if (isClosed) return;
    close();
    onEnd();
  };
  const awaitConnection = () => {
    clearTimeout(outage);
    outage = setTimeout(end, OUTAGE_MS);
  };
  const connect = (url: string) => {
    const made = new BaseConvexClient(url, (tokens) => receive(tokens), {
      logger: false,
      unsavedChangesWarning: false,
    });
    made.subscribeToConnectionState(({ isWebSocketConnected }) => {
      if (isClosed) return;
      if (isWebSocketConnected) clearTimeout(outage);
      else awaitConnection();
    });
    awaitConnection();
    return made;
  };
  const receive = (tokens: readonly string[]) => {
    if (isClosed || !client || !subscription || !tokens.includes(subscription.queryToken)) return;
    try {
      // As liveFunctions answers; an app's function of another kind counts as a refusal.
      const answer = client.localQueryResult(subscription.functionName, subscription.args) as
        { readonly eventId?: string | null } | null | undefined;
      if (answer === undefined) return;
      if (answer?.eventId === undefined) {
        // A machine that slept comes back with a token that has expired.
        if (Date.now() - subscription.begunAt < subscription.lifetimeMs) return end();
        clearTimeout(renewal);
        return void subscribe();
      }
      if (answer.eventId === latest) return;
      latest = answer.eventId;
      onEvent(latest);
    } catch {
      end(); // the function failed, or does not exist
    }
  };
  const subscribe = async () => {
    try {
      const feed = await clientFor(projectId).events.getFeed();
      if (isClosed) return;
      if (feed === null) return end();
      client ??= connect(feed.url);
      const earlier = subscription;
      const { functionName, token } = feed;
      const args = { token };
      const lifetimeMs = feed.expiresInSeconds * 1_000;
      subscription = {
        ...client.subscribe(functionName, args),
        functionName,
        args,
        lifetimeMs,
        begunAt: Date.now(),
      };
      earlier?.unsubscribe();
      renewal = setTimeout(() => void subscribe(), lifetimeMs * RENEWAL);
    } catch {
      end(); // refused, or the runtime does not answer
    }
  };
  void subscribe();
  return close;
}
