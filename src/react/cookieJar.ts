/**
 * Stores the deployment's cookies in the page when the browser blocks them because page and
 * deployment are on different sites. They travel in custom headers; the component's side is
 * `carriedCookies.ts`.
 */

/** A store for one text. Never throws, although a browser may refuse reads and writes. */
export interface TextStore {
  read(): string | null;
  write(text: string): void;
}

interface Cookie {
  readonly value: string;
  /** Epoch milliseconds; null for a session cookie, which lasts until the tab closes. */
  readonly expires: number | null;
}
type Cookies = Readonly<Record<string, Cookie>>;

export class CookieJar {
  /** `lasting` stores cookies with an expiry, `passing` session cookies. */
  constructor(
    private readonly stores: { readonly lasting: TextStore; readonly passing: TextStore },
  ) {}

  /** Formats the cookies like a `Cookie` header; empty when there are none. */
  header(): string {
    const now = Date.now();
    const unexpired = Object.entries(this.all()).filter(
      ([, { expires }]) => expires === null || expires > now,
    );
    return unexpired.map(([name, { value }]) => `${name}=${value}`).join("; ");
  }

  /** Returns whether a session cookie is stored. */
  hasSession(): boolean {
    return this.header().includes("session_token=");
  }

  /** Stores comma-joined `Set-Cookie` headers. */
  take(header: string): void {
    const all: Record<string, Cookie> = { ...this.all() };
    // The comma in a date is not followed by a name and "=".
    for (const line of header.split(/,\s*(?=[^;,=\s]+=)/)) {
      const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      const expires = parseExpiry(line);
      if (expires !== null && expires <= Date.now()) delete all[name];
      else all[name] = { value, expires };
    }
    const entries = Object.entries(all);
    this.stores.lasting.write(
      JSON.stringify(Object.fromEntries(entries.filter(([, { expires }]) => expires !== null))),
    );
    this.stores.passing.write(
      JSON.stringify(Object.fromEntries(entries.filter(([, { expires }]) => expires === null))),
    );
  }

  private all(): Cookies {
    return {
      ...parseCookies(this.stores.lasting.read()),
      ...parseCookies(this.stores.passing.read()),
    };
  }
}

/** Keeps the text until the page closes. */
export function memoryStore(): TextStore {
  let kept: string | null = null;
  return { read: () => kept, write: (text) => (kept = text) };
}

/** Keeps the text in the browser's storage. */
export function browserStore(storage: "localStorage" | "sessionStorage", key: string): TextStore {
  const fallback = memoryStore();
  return {
    read: () => attempt(() => window[storage].getItem(key)) ?? fallback.read(),
    // Private windows and full disks refuse writes; the text then lasts as long as the page.
    write(text) {
      fallback.write(text);
      attempt(() => window[storage].setItem(key, text));
    },
  };
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

function parseExpiry(line: string): number | null {
  const seconds = /;\s*max-age=(-?\d+)/i.exec(line)?.[1];
  if (seconds !== undefined) return Date.now() + Number(seconds) * 1_000;
  const date = /;\s*expires=([^;]+)/i.exec(line)?.[1];
  return date === undefined ? null : Date.parse(date);
}

function parseCookies(text: string | null): Cookies {
  return (text === null ? null : attempt(() => JSON.parse(text) as Cookies)) ?? {}; // `take` wrote it
}
