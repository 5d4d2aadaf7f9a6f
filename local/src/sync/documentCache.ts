interface Cached<Body> {
  readonly body: Body;
  readonly freshUntil: number;
}

/**
 * How long a document without a Cache-Control header is cached. Short, so that a replaced key is
 * rejected soon.
 */
const DEFAULT_FRESH_SECONDS = 15;

/** Limits how long a client waits for an unresponsive identity provider. */
const FETCH_MILLISECONDS = 10_000;

/**
 * JSON documents by URL, cached as their Cache-Control header says. Clients that ask at once, as
 * all do after the server's restart, share one request.
 */
export class DocumentCache<Body> {
  private readonly documents = new Map<string, Cached<Body>>();
  private readonly requests = new Map<string, Promise<Body>>();

  constructor(private readonly parse: (body: unknown) => Body) {}

  /** Rejects when the document cannot be fetched or parsed; failures are not cached. */
  async get(url: string): Promise<Body> {
    const known = this.documents.get(url);
    if (known !== undefined && known.freshUntil > Date.now()) return known.body;
    const request = this.requests.get(url) ?? this.request(url);
    this.requests.set(url, request);
    return request;
  }

  /** The next `get` fetches the document again. */
  forget(url: string): void {
    this.documents.delete(url);
  }

  private async request(url: string): Promise<Body> {
    try {
      const response = await fetch(url, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(FETCH_MILLISECONDS),
      });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      const body = this.parse(await response.json());
      const seconds = freshSeconds(response.headers.get("cache-control"));
      this.documents.set(url, { body, freshUntil: Date.now() + seconds * 1_000 });
      return body;
    } finally {
      this.requests.delete(url);
    }
  }
}

function freshSeconds(cacheControl: string | null): number {
  if (cacheControl === null) return DEFAULT_FRESH_SECONDS;
  if (/\bno-(store|cache)\b/i.test(cacheControl)) return 0;
  const maxAge = /\bmax-age=(\d+)/i.exec(cacheControl)?.[1];
  return maxAge === undefined ? DEFAULT_FRESH_SECONDS : Number(maxAge);
}
