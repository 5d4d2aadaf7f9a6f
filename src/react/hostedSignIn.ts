/** Sign-in and sign-out through the hosted pages, as one page of the app sees them. */
import { readAnswer, removeAnswer, requireCode, toExchangeError } from "../hostedSignIn/answer";
import { HostedSignInError } from "../hostedSignIn/error";
import {
  createHostedSignIn,
  exchangeForm,
  signOutUrl,
  type HostedApp,
  type HostedSignInOptions,
} from "../hostedSignIn/request";
import { resolveReturnTo } from "../hostedSignIn/returnTo";
import { PendingSignIns } from "./pendingSignIns";

/** `error` is null when the browser is on its way to the pages. */
export interface HostedSignInResult {
  readonly error: HostedSignInError | null;
}

export interface HostedSignInSetUp {
  /** `<mount>/p/<project>`; null without a project. */
  readonly base: string | null;
  readonly clientId: string | undefined;
  /** A path or a URL; as registered, when it is resolved. */
  readonly redirectUri: string;
  /** Identifies the project's endpoints among those that this browser knows. */
  readonly name: string;
  readonly send: typeof fetch;
  /** Shows a page of the app, given in full; whether the browser leaves the present one for it. */
  readonly show: (url: string) => boolean;
}

/** How an answer in the URL ended; `returnTo` is null after an error to show. */
interface Arrival {
  readonly returnTo: string | null;
  readonly error: HostedSignInError | null;
  readonly hasSession: boolean;
}

/** After a navigation that the user stopped, the app goes on where it is. */
export const LEAVING_MS = 10_000;

/** What a sign-in without a page ends with where no user can be signed in without one. */
const SILENT_CODES: readonly string[] = [
  "login_required",
  "interaction_required",
  "temporarily_unavailable",
];

/** Answers that are being exchanged: a provider that is mounted anew waits for the same exchange. */
const arrivals = new Map<string, Promise<Arrival>>();

export class HostedSignIn {
  readonly #pending: PendingSignIns;
  readonly #listeners = new Set<() => void>();
  #error: HostedSignInError | null = null;
  #beginning: Promise<HostedSignInResult> | null = null;
  #isSigningOut = false;

  constructor(private readonly setUp: HostedSignInSetUp) {
    this.#pending = new PendingSignIns(setUp.name);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Why the last sign-in of this page did not happen; null otherwise. */
  readonly error = (): HostedSignInError | null => this.#error;

  /** The browser shows this page again as it was left, after the back button. */
  readonly onRestored = (): void => void (this.#isSigningOut = false);

  /** A page of the runtime for the signed-in user, such as `/account`; null without a project. */
  url(path: string): string | null {
    return this.setUp.base === null ? null : this.setUp.base + path;
  }

  /**
   * Exchanges the answer in the page's URL, if there is one, and removes it from the URL before
   * anything is awaited. Resolves with whether a session arrived. Without one, a page that the
   * browser is leaving is not said to be signed out: it could lead to a sign-in that returns to it.
   */
  async arrive(): Promise<boolean> {
    const { name } = this.setUp;
    const begun = this.#takeAnswer();
    if (begun !== null) {
      const known = begun.finally(() => arrivals.delete(name));
      arrivals.set(name, known);
    }
    const arrival = await arrivals.get(name);
    if (arrival === undefined) return false;
    this.#fail(arrival.error);
    const { returnTo, hasSession } = arrival;
    const isLeaving = returnTo !== null && returnTo !== location.href && this.setUp.show(returnTo);
    if (isLeaving && !hasSession) await new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
    return hasSession;
  }

  /** Null when the URL has no answer, or the answer is for another library of the app. */
  #takeAnswer(): Promise<Arrival> | null {
    if (typeof location === "undefined" || typeof history === "undefined") return null;
    const { base } = this.setUp;
    const url = new URL(location.href);
    const answer = readAnswer(url.searchParams);
    if (answer === null || base === null) return null;
    const begun = this.#pending.take(answer.state);
    if (begun === null && answer.iss !== base) return null;
    removeAnswer(url);
    history.replaceState(history.state, "", url);
    if (begun === null) return Promise.resolve(toFailure(unknownState()));
    const { returnTo, isSilent = false } = begun;
    return Promise.resolve()
      .then(async () => {
        const code = requireCode(answer, base);
        await this.#exchange(code, begun.verifier, begun.redirectUri);
        return {
          ...{ returnTo: resolveReturnTo(returnTo, location.origin), error: null },
          hasSession: true,
        };
      })
      .catch((thrown: unknown) => {
        const error = toError(thrown, returnTo);
        return isSilent && SILENT_CODES.includes(error.code)
          ? { returnTo: resolveReturnTo(returnTo, location.origin), error: null, hasSession: false }
          : toFailure(error);
      });
  }

  async #exchange(code: string, verifier: string, redirectUri: string): Promise<void> {
    const { clientId } = this.#requireApp();
    const response = await this.setUp.send(`${this.setUp.base}/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: exchangeForm({ clientId, redirectUri }, code, verifier).toString(),
    });
    if (!response.ok) throw await toExchangeError(response);
  }

  /**
   * Sends the browser to the sign-in. Concurrent calls are one: StrictMode runs effects twice.
   *
   * @param leave `replace` leaves no entry in the history, to which the back button would return
   */
  async begin(
    options: HostedSignInOptions,
    leave: "assign" | "replace",
  ): Promise<HostedSignInResult> {
    if (this.#isSigningOut) return { error: null };
    this.#beginning ??= this.#begin(options, leave, false).finally(() => (this.#beginning = null));
    return await this.#beginning;
  }

  /** Begins a sign-in without a page, for a user who has not asked for one: no error is shown. */
  async beginSilently(): Promise<HostedSignInResult> {
    this.#beginning ??= this.#begin({ prompt: "none" }, "replace", true).finally(
      () => (this.#beginning = null),
    );
    return await this.#beginning;
  }

  async #begin(
    options: HostedSignInOptions,
    leave: "assign" | "replace",
    isSilent: boolean,
  ): Promise<HostedSignInResult> {
    try {
      const app = this.#requireApp();
      const returnTo = resolveReturnTo(options.returnTo ?? location.href, location.origin);
      const { url, state, verifier } = await createHostedSignIn(app, options);
      if (!this.#pending.add(state, { verifier, redirectUri: app.redirectUri, returnTo, isSilent }))
        throw new HostedSignInError(
          "storage_unavailable",
          "The browser refuses localStorage, which a sign-in through the hosted pages needs",
        );
      this.#fail(null);
      location[leave](url);
      return { error: null };
    } catch (thrown) {
      const error = toError(thrown, null);
      if (!isSilent) this.#fail(error);
      return { error };
    }
  }

  /**
   * Ends the session with `signOut`, and with it those of the pages and of the other apps in this
   * browser; then sends the browser through the page that signs out, which asks only where another
   * session is left.
   */
  async signOut(
    signOut: () => Promise<{ readonly error: { readonly message?: string } | null }>,
    returnTo: string | undefined,
  ): Promise<HostedSignInResult> {
    try {
      const app = this.#requireApp();
      const target = new URL(returnTo ?? app.redirectUri, location.origin).href;
      this.#isSigningOut = true;
      const { error } = await signOut();
      if (error) throw new HostedSignInError("network_error", error.message ?? "Sign-out failed");
      location.assign(signOutUrl(app, target));
      return { error: null };
    } catch (thrown) {
      this.#isSigningOut = false;
      return { error: toError(thrown, null) };
    }
  }

  #requireApp(): HostedApp {
    const { base, clientId, redirectUri } = this.setUp;
    if (base === null || clientId === undefined)
      throw new HostedSignInError(
        "invalid_configuration",
        "The hosted pages need projectId and clientId of <BanataAuthProvider>",
      );
    return { base, clientId, redirectUri: new URL(redirectUri, location.origin).href };
  }

  #fail(error: HostedSignInError | null): void {
    if (error === this.#error) return;
    this.#error = error;
    for (const listener of this.#listeners) listener();
  }
}

const toFailure = (error: HostedSignInError): Arrival => ({
  ...{ returnTo: null, error, hasSession: false },
});

const unknownState = () =>
  new HostedSignInError(
    "unknown_state",
    "This browser did not begin this sign-in, or has ended it already; begin again",
  );

/** What is thrown is ours, except where the app's URLs are not valid. */
const toError = (thrown: unknown, returnTo: string | null): HostedSignInError =>
  thrown instanceof HostedSignInError
    ? new HostedSignInError(thrown.code, thrown.message, returnTo)
    : new HostedSignInError("invalid_configuration", String(thrown), returnTo);
