import { useConvexAuth } from "convex/react";
import { useEffect, useMemo, useSyncExternalStore, type ReactNode } from "react";
import type { HostedSignInError } from "../hostedSignIn/error";
import type { HostedSignInOptions } from "../hostedSignIn/request";
import type { HostedSignInResult } from "./hostedSignIn";
import { useBanataAuth } from "./provider";

/** See `useHostedSignIn`. */
export interface HostedSignInActions {
  /**
   * Sends the browser to the hosted pages, and back to `returnTo` with a session. Resolves when the
   * browser is on its way, or with an error. Never rejects.
   */
  readonly signInWithRedirect: (options?: HostedSignInOptions) => Promise<HostedSignInResult>;
  /**
   * Signs the user out here, at the hosted pages and in every app of this browser, and comes back to
   * `returnTo`: one of the client's `postLogoutRedirectUris`, exactly (default: the provider's
   * `redirectUri`). Never rejects; with an error the user is still signed in.
   */
  readonly signOutWithRedirect: (options?: {
    readonly returnTo?: string;
  }) => Promise<HostedSignInResult>;
  /**
   * Why the last sign-in did not happen, for example `access_denied`; null otherwise. Kept until the
   * next sign-in begins or the page is loaded again.
   */
  readonly error: HostedSignInError | null;
  /**
   * The address of a page of the runtime for the signed-in user: `/account`, `/organizations`, or one
   * below. Null without the provider's `projectId`.
   */
  readonly hostedUrl: (path: string) => string | null;
}

/**
 * Sign-in through the pages that the runtime serves, in place of forms of the app. Needs `projectId`
 * and `clientId` of the provider; the client has the provider's `redirectUri` as redirect and
 * post-logout URI, and the app's origin as a trusted origin.
 *
 * ```tsx
 * const { signInWithRedirect, error } = useHostedSignIn();
 * <button onClick={() => void signInWithRedirect({ returnTo: "/notes" })}>Sign in</button>
 * {error && <p role="alert">{error.code === "access_denied" ? "You may not enter." : "Try again."}</p>}
 * ```
 */
export function useHostedSignIn(): HostedSignInActions {
  const { auth, hosted } = useBanataAuth();
  const { isAuthenticated } = useConvexAuth();
  const failure = useSyncExternalStore(hosted.subscribe, hosted.error, hosted.error);
  // After the back button, a sign-in can end twice; the first one is what counts.
  const error = isAuthenticated && failure?.code === "unknown_state" ? null : failure;
  return useMemo(
    () => ({
      signInWithRedirect: async (options = {}) => await hosted.begin(options, "assign"),
      signOutWithRedirect: async ({ returnTo } = {}) =>
        await hosted.signOut(async () => await auth.signOut(), returnTo),
      hostedUrl: (path) => hosted.url(path),
      error,
    }),
    [auth, hosted, error],
  );
}

export interface RedirectToSignInProps extends HostedSignInOptions {
  /**
   * Rendered when the sign-in did not happen, in place of another redirect, which could go on
   * forever. Default: the error's message and a button that begins again.
   */
  readonly renderError?: (error: HostedSignInError) => ReactNode;
}

/**
 * Sends a visitor who is not signed in to the hosted pages, and back to the present page. Renders
 * nothing meanwhile. The page is not left in the history, so that the back button leads out.
 *
 * ```tsx
 * <SignedOut><RedirectToSignIn /></SignedOut>
 * ```
 */
export function RedirectToSignIn({ renderError, ...options }: RedirectToSignInProps) {
  const { hosted } = useBanataAuth();
  const { isLoading, isAuthenticated } = useConvexAuth();
  const { error, signInWithRedirect } = useHostedSignIn();
  const isDue = !isLoading && !isAuthenticated && error === null;
  useEffect(() => {
    if (isDue) void hosted.begin(options, "replace");
    // oxlint-disable-next-line react/exhaustive-deps -- the options of the moment when it became due
  }, [isDue, hosted]);
  if (error === null) return null;
  if (renderError) return <>{renderError(error)}</>;
  const again = { ...options, returnTo: options.returnTo ?? error.returnTo ?? undefined };
  return (
    <div role="alert" className="banata-sign-in-error">
      <p>{error.message}</p>
      <button type="button" onClick={() => void signInWithRedirect(again)}>
        Sign in
      </button>
    </div>
  );
}
