import type { ReactNode } from "react";
import { usePermission, useUser } from "./hooks";

interface Gate {
  readonly children?: ReactNode;
}

/** Shows its children while somebody is signed in. */
export function SignedIn({ children }: Gate) {
  return useUser() ? <>{children}</> : null;
}

/** Shows its children while nobody is signed in; not while that is not known yet. */
export function SignedOut({ children }: Gate) {
  return useUser() === null ? <>{children}</> : null;
}

/** Shows its children until it is known who is signed in. */
export function AuthLoading({ children }: Gate) {
  return useUser() === undefined ? <>{children}</> : null;
}

export interface RequirePermissionProps extends Gate {
  readonly permission: string;
  /** Whose roles count besides the project roles. */
  readonly organizationId?: string;
  /** Shown to who does not hold it. */
  readonly fallback?: ReactNode;
}

/** Shows its children to who holds the permission; nothing while that is not known yet. */
export function RequirePermission({
  permission,
  organizationId,
  fallback = null,
  children,
}: RequirePermissionProps) {
  const isHeld = usePermission(permission, { organizationId });
  return isHeld === undefined ? null : <>{isHeld ? children : fallback}</>;
}
