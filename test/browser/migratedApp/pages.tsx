/**
 * The components of an app written for `@convex-dev/better-auth`, with handles for the tests. Around
 * them stand the files of docs/migrate-from-convex-better-auth.md.
 */
import type { convexClient } from "@convex-dev/better-auth/client/plugins";
import { AuthBoundary } from "@convex-dev/better-auth/react";
import type { magicLinkClient } from "better-auth/client/plugins";
import type { createAuthClient } from "better-auth/react";
import { Authenticated, AuthLoading, Unauthenticated, useQuery } from "convex/react";
import { makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { useState, type ComponentProps, type FormEvent } from "react";

type AuthClient = ReturnType<
  typeof createAuthClient<{
    plugins: [ReturnType<typeof convexClient>, ReturnType<typeof magicLinkClient>];
  }>
>;
type UserQuery = ReturnType<
  typeof makeFunctionReference<"query", Record<string, never>, { email: string } | null>
>;
const getCurrentUser: UserQuery = makeFunctionReference("auth:getCurrentUser");
const getAuthUser: UserQuery = makeFunctionReference("auth:getAuthUser");

interface AppProps {
  readonly authClient: AuthClient;
}

interface PagesProps extends AppProps {
  /** The same client as their component declares it. */
  readonly boundaryClient: ComponentProps<typeof AuthBoundary>["authClient"];
}

/** With `?boundary` in the address inside their `AuthBoundary`, which leads to the page without. */
export function Pages({ authClient, boundaryClient }: PagesProps) {
  const pages = (
    <>
      <AuthLoading>
        <p data-testid="loading">…</p>
      </AuthLoading>
      <Unauthenticated>
        <Entrance authClient={authClient} />
      </Unauthenticated>
      <Authenticated>
        <Home authClient={authClient} />
      </Authenticated>
    </>
  );
  if (!new URLSearchParams(location.search).has("boundary")) return pages;
  return (
    <AuthBoundary
      authClient={boundaryClient}
      getAuthUserFn={getAuthUser}
      isAuthError={(error) => error instanceof ConvexError && error.data === "Unauthenticated"}
      onUnauth={() => location.replace("/")}
    >
      {pages}
    </AuthBoundary>
  );
}

function Home({ authClient }: AppProps) {
  const user = useQuery(getCurrentUser);
  return (
    <main>
      <p data-testid="user">{user?.email}</p>
      <button onClick={() => void authClient.signOut()}>Sign out</button>
    </main>
  );
}

function Entrance({ authClient }: AppProps) {
  const [failure, setFailure] = useState("");
  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    const { error } = await act(authClient, form);
    setFailure(error ? `${error.status} ${error.code}` : "");
  };
  return (
    <form onSubmit={(event) => void enter(event)}>
      <input name="email" aria-label="email" />
      <input name="password" type="password" aria-label="password" />
      <button name="action" value="up">
        Sign up
      </button>
      <button name="action" value="in">
        Sign in
      </button>
      <button name="action" value="link">
        Mail me a link
      </button>
      <output data-testid="failure">{failure}</output>
    </form>
  );
}

async function act(
  authClient: AuthClient,
  form: FormData,
): Promise<{ error: { status: number; code?: string } | null }> {
  const [email, password] = [String(form.get("email")), String(form.get("password"))];
  switch (form.get("action")) {
    case "up":
      return await authClient.signUp.email({ email, password, name: "Ada" });
    case "in":
      return await authClient.signIn.email({ email, password });
    default:
      return await authClient.signIn.magicLink({ email, callbackURL: "/welcome" });
  }
}
