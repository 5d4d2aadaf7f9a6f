import type { CurrentSession, CurrentUser } from "../functions";
import { useAuth, useSession, useUser } from "./hooks";

export interface Impersonation {
  /** The impersonated user. */
  readonly user: CurrentUser;
  readonly session: CurrentSession;
  /** Ends the session, in every tab. Never rejects. */
  readonly stop: () => Promise<void>;
}

/** The impersonation that this browser's session is; null for every other session and while loading. */
export function useImpersonation(): Impersonation | null {
  const auth = useAuth();
  const user = useUser();
  const session = useSession();
  if (!user || !session || session.impersonatedBy === null) return null;
  return { user, session, stop: async () => void (await auth.signOut()) };
}

export interface ImpersonationBannerProps {
  /** Replaces the banner's own styles. */
  readonly className?: string;
  /** Called when the impersonation has ended, for example to open another page. */
  readonly onStop?: () => void;
}

/**
 * Says who is impersonated, with a button that ends the session. Renders nothing in any other
 * session. Put it once into the layout of the app:
 *
 * ```tsx
 * <ImpersonationBanner onStop={() => location.assign("/")} />
 * ```
 */
export function ImpersonationBanner({ className, onStop }: ImpersonationBannerProps) {
  const impersonation = useImpersonation();
  if (!impersonation) return null;
  const { user, session, stop } = impersonation;
  return (
    <div role="status" className={className} style={className === undefined ? bar : undefined}>
      <span>
        You use this app as {user.name || user.email}, until{" "}
        {new Date(session.expiresAt).toLocaleTimeString([], { timeStyle: "short" })}.
      </span>{" "}
      <button type="button" onClick={() => void stop().then(onStop)}>
        Stop impersonating
      </button>
    </div>
  );
}

const bar = {
  position: "sticky",
  top: 0,
  zIndex: 2_147_483_647,
  padding: "0.5rem 1rem",
  background: "#7a2e00",
  color: "#fff",
} as const;
