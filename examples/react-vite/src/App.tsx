import { AuthLoading, SignedIn, SignedOut, useAuth, useUser } from "@banata-auth/convex/react";
import { Members } from "./Members";
import { Notes } from "./Notes";
import { SignInForm } from "./SignInForm";
import { SsoForm } from "./SsoForm";

export function App() {
  return (
    <main>
      <AuthLoading>
        <p>Loading…</p>
      </AuthLoading>
      <SignedOut>
        <SignInForm />
        <SsoForm />
      </SignedOut>
      <SignedIn>
        <Header />
        <Notes />
        <Members />
      </SignedIn>
    </main>
  );
}

function Header() {
  const auth = useAuth();
  const user = useUser();
  return (
    <header>
      <h1>Hello {user?.name}</h1>
      <button onClick={() => void auth.signOut()}>Sign out</button>
    </header>
  );
}
