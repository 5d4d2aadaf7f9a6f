/**
 * The silent sign-in when the app starts: once for each tab, so that it can never be a loop of
 * redirects, whatever the pages answer and whatever becomes of the session. It also does not follow a
 * sign-out, because a tab that has had a session makes no attempt.
 */
import { readAnswer } from "../hostedSignIn/answer";
import type { HostedSignIn } from "./hostedSignIn";

/** After a navigation that the user stopped, the app goes on as signed out. */
const PATIENCE_MS = 10_000;

export class SilentSignIn {
  readonly #key: string;
  #leaving: Promise<void> | null = null;

  /** @param name identifies the project's endpoints among those that this browser knows */
  constructor(
    private readonly hosted: HostedSignIn,
    name: string,
  ) {
    this.#key = `${name} silent`;
  }

  /** The tab has a session: it makes no attempt any more. */
  readonly settle = (): void => void this.#take();

  /**
   * Leaves for the hosted pages if it is due, and resolves only where the browser stays here:
   * meanwhile the app is neither signed in nor signed out.
   */
  async attempt(): Promise<void> {
    const isAnswer = readAnswer(new URL(location.href).searchParams) !== null; // of another library
    if (this.#leaving === null && (isAnswer || this.hosted.error() !== null || !this.#take()))
      return;
    await (this.#leaving ??= this.#leave());
  }

  /** The browser shows this page again as it was left, after the back button. */
  readonly onRestored = (): void => void (this.#leaving = Promise.resolve());

  async #leave(): Promise<void> {
    const { error } = await this.hosted.beginSilently();
    if (error === null) await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  }

  /** Whether it was the first call in this tab. False where the browser cannot remember it. */
  #take(): boolean {
    try {
      if (sessionStorage.getItem(this.#key) !== null) return false;
      sessionStorage.setItem(this.#key, "1");
      return sessionStorage.getItem(this.#key) !== null;
    } catch {
      return false;
    }
  }
}
