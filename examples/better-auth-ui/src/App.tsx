import { useAuth } from "@banata-auth/convex/react";
import {
  AuthLoading,
  AuthUIProvider,
  AuthView,
  RedirectToSignIn,
  SecuritySettingsCards,
  SignedIn,
  UserButton,
} from "@daveyplate/better-auth-ui";
import { Link, navigate, replace, usePath } from "./navigation";

export function App() {
  // Better Auth's own React client for this project: the kit needs no second one.
  const authClient = useAuth();
  const path = usePath();
  return (
    <AuthUIProvider authClient={authClient} navigate={navigate} replace={replace} Link={Link}>
      <main className="flex min-h-screen flex-col items-center gap-6 p-6">
        {path.startsWith("/auth/") ? <AuthView pathname={path} /> : <Home />}
      </main>
    </AuthUIProvider>
  );
}

function Home() {
  return (
    <>
      <AuthLoading>Loading…</AuthLoading>
      <RedirectToSignIn />
      <SignedIn>
        <UserButton size="default" />
        <SecuritySettingsCards />
      </SignedIn>
    </>
  );
}
