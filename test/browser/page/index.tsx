/**
 * The page that the browser tests open: what an app with this package looks like, with handles for
 * the tests.
 */
import { ConvexReactClient } from "convex/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import {
  AuthLoading,
  BanataAuthProvider,
  ImpersonationBanner,
  RequirePermission,
  SignedIn,
  SignedOut,
  useAuth,
  useMembers,
  useOrganization,
  useOrganizations,
  usePermission,
  useSession,
  useUser,
} from "../../../src/react";
import { Entrance, type PageSso } from "./entrance";
import { Hosted } from "./hosted";
import { Security } from "./security";
import { Teams } from "./teams";

export interface PageConfig {
  readonly cloudUrl: string;
  readonly baseUrl: string;
  readonly projectId: string;
  /** With it, the page has buttons for the hosted pages. */
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly sessionStore?: "cookie" | "localStorage" | "memory";
  readonly silentSignIn?: boolean;
  readonly sso?: PageSso;
}

function Home() {
  const auth = useAuth();
  const user = useUser();
  const session = useSession();
  const organizations = useOrganizations();
  const [organizationId, setOrganizationId] = useState<string>();
  return (
    <main>
      <ImpersonationBanner />
      <p data-testid="user">{user?.email}</p>
      <p data-testid="role">{user?.role}</p>
      <p data-testid="session">{session?.id}</p>
      <p data-testid="may-read">{String(usePermission("employee.read"))}</p>
      <button onClick={() => void auth.signOut()}>Sign out</button>
      <button onClick={() => void auth.revokeOtherSessions()}>Sign out elsewhere</button>
      <Security />
      {organizations?.map(({ id, name, role }) => (
        <button key={id} onClick={() => setOrganizationId(id)}>{`${name}: ${role}`}</button>
      ))}
      {organizationId !== undefined && <Organization id={organizationId} />}
    </main>
  );
}

function Organization({ id }: { readonly id: string }) {
  const organization = useOrganization(id);
  const { members, status, loadMore } = useMembers(id, { pageSize: 2 });
  return (
    <section>
      <h1 data-testid="organization">{organization === null ? "none" : organization?.name}</h1>
      <RequirePermission
        permission="member.delete"
        organizationId={id}
        fallback={<p data-testid="tools">may look</p>}
      >
        <p data-testid="tools">may remove</p>
      </RequirePermission>
      <p data-testid="members">{members.map(({ user }) => user.name).join(" ")}</p>
      <p data-testid="members-status">{status}</p>
      <button onClick={() => loadMore(2)}>More</button>
      <Teams organizationId={id} />
    </section>
  );
}

const { cloudUrl, sso, ...connection } = JSON.parse(
  document.getElementById("config")!.textContent,
) as PageConfig; // the test wrote it
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <BanataAuthProvider client={new ConvexReactClient(cloudUrl)} {...connection}>
      {connection.clientId !== undefined && <Hosted />}
      <AuthLoading>
        <p data-testid="loading">…</p>
      </AuthLoading>
      <SignedOut>
        <Entrance sso={sso} />
      </SignedOut>
      <SignedIn>
        <Home />
      </SignedIn>
    </BanataAuthProvider>
  </StrictMode>,
);
