/**
 * Cookies of the deployment, kept by a page whose browser keeps none for it because the two are on
 * different sites. Sent and received in headers; `carriedCookies.ts` of the component is the other
 * end.
 */

/** One text, wherever it is kept. Reading and writing never throw: a browser may refuse both. */
export interface TextStore {
  read(): string | null;
  write(text: string): void;
}

interface Cookie {
  readonly value: string;
  /** Epoch milliseconds; null: until the tab is closed. */
  readonly expires: number | null;
}
type Cookies = Readonly<Record<string, Cookie>>;

export class CookieJar {
  /** `lasting` keeps cookies with a lifetime, `passing` those without. */
  constructor(
    private readonly stores: { readonly lasting: TextStore; readonly passing: TextStore },
  ) {}

  /** As in a `Cookie` header; empty for none. */
  header(): string {
    const now = Date.now();
    const good = Object.entries(this.all()).filter(
      ([, { expires }]) => expires === null || expires > now,
    );
    return good.map(([name, { value }]) => `${name}=${value}`).join("; ");
  }

  /** Whether there is anything to ask the server about. */
  hasSession(): boolean {
    return this.header().includes("session_token=");
  }

  /** Takes over `Set-Cookie` headers, joined by commas. */
  take(header: string): void {
    const all: Record<string, Cookie> = { ...this.all() };
    // A comma within a date is followed by no name and no "=".
    for (const line of header.split(/,\s*(?=[^;,=\s]+=)/)) {
      const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      const expires = expiryOf(line);
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
    return { ...parsed(this.stores.lasting.read()), ...parsed(this.stores.passing.read()) };
  }
}

/** Where the jar's texts are: gone with the page, or in the browser's storage. */
export function memoryStore(): TextStore {
  let kept: string | null = null;
  return { read: () => kept, write: (text) => (kept = text) };
}

export function browserStore(storage: "localStorage" | "sessionStorage", key: string): TextStore {
  const fallback = memoryStore();
  return {
    read: () => attempt(() => window[storage].getItem(key)) ?? fallback.read(),
    // Private windows and full disks refuse to keep anything; then it lasts as long as the page.
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

function expiryOf(line: string): number | null {
  const seconds = /;\s*max-age=(-?\d+)/i.exec(line)?.[1];
  if (seconds !== undefined) return Date.now() + Number(seconds) * 1_000;
  const date = /;\s*expires=([^;]+)/i.exec(line)?.[1];
  return date === undefined ? null : Date.parse(date);
}

function parsed(text: string | null): Cookies {
  return (text === null ? null : attempt(() => JSON.parse(text) as Cookies)) ?? {}; // `take` wrote it
}
