import { useHostedSignIn } from "@banata-auth/convex/react";

/** Signs up or in at the pages that the runtime serves, and comes back to this page. */
export function Entrance() {
  const { signInWithRedirect, error } = useHostedSignIn();
  return (
    <>
      <h1>Notes</h1>
      <button onClick={() => void signInWithRedirect()}>Sign in</button>
      <button onClick={() => void signInWithRedirect({ screenHint: "sign-up" })}>Sign up</button>
      {error && <p role="alert">{error.message}</p>}
      <a href="/own-form">Use the form of this app</a>
    </>
  );
}
