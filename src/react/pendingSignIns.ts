/**
 * Sign-ins that this browser has begun at the hosted pages. In `localStorage`, because a mail that
 * belongs to a sign-in (a confirmed address, a new password) opens in another tab, which then ends
 * the sign-in. One entry per sign-in, so that tabs do not end each other's.
 */

export interface PendingSignIn {
  readonly verifier: string;
  readonly redirectUri: string;
  /** In full. */
  readonly returnTo: string;
  /** Begun by the provider's `silentSignIn`, and not by the user. */
  readonly isSilent?: boolean;
}
type Entry = PendingSignIn & { readonly at: number };

/** Long enough for a mail that is read the next morning. */
const KEPT_MS = 24 * 3_600_000;
const MAXIMUM = 20;

export class PendingSignIns {
  readonly #prefix: string;

  /** @param name identifies the project's endpoints, as the name of the session's storage does */
  constructor(name: string) {
    this.#prefix = `${name} sign-in `;
  }

  /** Whether the entry was stored: browsers can refuse it, and the sign-in could then not end. */
  add(state: string, pending: PendingSignIn): boolean {
    try {
      this.#prune();
      const key = this.#prefix + state;
      localStorage.setItem(key, JSON.stringify({ ...pending, at: Date.now() } satisfies Entry));
      return localStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  }

  /** Removes and returns the sign-in with that state; null when this browser has not begun it. */
  take(state: string): PendingSignIn | null {
    try {
      const entry = this.#read(this.#prefix + state);
      localStorage.removeItem(this.#prefix + state);
      return entry && entry.at > Date.now() - KEPT_MS ? entry : null;
    } catch {
      return null;
    }
  }

  #read(key: string): Entry | null {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null") as Entry | null; // `add` wrote it
    } catch {
      return null;
    }
  }

  /** Removes sign-ins that were given up. */
  #prune(): void {
    const kept = Object.keys(localStorage)
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => ({ key, at: this.#read(key)?.at ?? 0 }))
      .toSorted((a, b) => b.at - a.at);
    kept.forEach(({ key, at }, index) => {
      if (index >= MAXIMUM - 1 || at <= Date.now() - KEPT_MS) localStorage.removeItem(key);
    });
  }
}
