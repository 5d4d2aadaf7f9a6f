import type { ReactNode } from "react";
import { usePermission, useUser } from "./hooks";

interface Gate {
  readonly children?: ReactNode;
}

/** Renders its children while a user is signed in. */
export function SignedIn({ children }: Gate) {
  return useUser() ? <>{children}</> : null;
}

/** Renders its children while no user is signed in; nothing while loading. */
export function SignedOut({ children }: Gate) {
  return useUser() === null ? <>{children}</> : null;
}

/** Renders its children while loading. */
export function AuthLoading({ children }: Gate) {
  return useUser() === undefined ? <>{children}</> : null;
}

export interface RequirePermissionProps extends Gate {
  readonly permission: string;
  /** The organization whose roles count in addition to project roles. */
  readonly organizationId?: string;
  /** Rendered when the user lacks the permission. */
  readonly fallback?: ReactNode;
}

/** Renders its children when the user has the permission; nothing while loading. */
export function RequirePermission({
  permission,
  organizationId,
  fallback = null,
  children,
}: RequirePermissionProps) {
  const isHeld = usePermission(permission, { organizationId });
  return isHeld === undefined ? null : <>{isHeld ? children : fallback}</>;
}
