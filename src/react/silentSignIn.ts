/**
 * The silent sign-in when the app starts. Once for each tab, so that it can never be a loop of
 * redirects, whatever the pages answer and whatever becomes of the session; and not after the user
 * has signed out of the app, until a session is there again: the pages may know another account.
 */
import { readAnswer } from "../hostedSignIn/answer";
import { LEAVING_MS, type HostedSignIn } from "./hostedSignIn";

export class SilentSignIn {
  readonly #attemptKey: string;
  readonly #signOutKey: string;
  #leaving: Promise<void> | null = null;
  #hasSession = false;

  /** @param name identifies the project's endpoints among those that this browser knows */
  constructor(
    private readonly hosted: HostedSignIn,
    name: string,
  ) {
    this.#attemptKey = `${name} silent`;
    this.#signOutKey = `${name} signed out`;
  }

  /** There is a session: this tab makes no attempt any more, and others may again. */
  onSession(): void {
    // Only when the session is new: an answer that crosses a sign-out must not undo it.
    if (this.#hasSession) return;
    this.#hasSession = true;
    this.#take();
    remove(this.#signOutKey);
  }

  /** The user has signed out of the app: no tab of this browser makes an attempt. */
  onSignOut(): void {
    store("localStorage", this.#signOutKey);
  }

  /** The browser shows this page again as it was left, after the back button. */
  onRestored(): void {
    this.#leaving = Promise.resolve();
  }

  /**
   * Leaves for the hosted pages if it is due, and resolves only where the browser stays here:
   * meanwhile the app is neither signed in nor signed out.
   */
  async attempt(): Promise<void> {
    this.#hasSession = false;
    if (this.#leaving === null && !(this.#isAllowed() && this.#take())) return;
    await (this.#leaving ??= this.#leave());
  }

  #isAllowed(): boolean {
    const isAnswerForOthers = readAnswer(new URL(location.href).searchParams) !== null;
    if (isAnswerForOthers || this.hosted.error() !== null) return false;
    return isAbsent("localStorage", this.#signOutKey);
  }

  async #leave(): Promise<void> {
    const { error } = await this.hosted.beginSilently();
    if (error === null) await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
  }

  /** Whether it was the first call in this tab. False where the browser cannot remember it. */
  #take(): boolean {
    return (
      isAbsent("sessionStorage", this.#attemptKey) && store("sessionStorage", this.#attemptKey)
    );
  }
}

type StorageName = "localStorage" | "sessionStorage";

/** False as well where the browser refuses the storage. */
function isAbsent(name: StorageName, key: string): boolean {
  try {
    return globalThis[name].getItem(key) === null;
  } catch {
    return false;
  }
}

/** Whether it is stored. */
function store(name: StorageName, key: string): boolean {
  try {
    globalThis[name].setItem(key, "1");
    return globalThis[name].getItem(key) !== null;
  } catch {
    return false;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where it cannot be removed, it was not stored.
  }
}
