import {
  AuthLoading,
  SignedIn,
  SignedOut,
  useAuth,
  useHostedSignIn,
  useUser,
} from "@banata-auth/convex/react";
import { Entrance } from "./Entrance";
import { Members } from "./Members";
import { Notes } from "./Notes";
import { OwnEntrance } from "./OwnEntrance";

/** `/own-form` signs in with forms of this app, every other path with the pages of the runtime. */
const hasOwnForm = location.pathname === "/own-form";

export function App() {
  return (
    <main>
      <AuthLoading>
        <p>Loading…</p>
      </AuthLoading>
      <SignedOut>{hasOwnForm ? <OwnEntrance /> : <Entrance />}</SignedOut>
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
  const { signOutWithRedirect } = useHostedSignIn();
  const user = useUser();
  return (
    <header>
      <h1>Hello {user?.name}</h1>
      <button onClick={() => void (hasOwnForm ? auth.signOut() : signOutWithRedirect())}>
        Sign out
      </button>
    </header>
  );
}
