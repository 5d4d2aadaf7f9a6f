/** A router of a few lines, in place of your own. */
import { useSyncExternalStore, type ReactNode } from "react";

const MOVED = "popstate";

export function usePath(): string {
  return useSyncExternalStore(
    (onMove) => {
      addEventListener(MOVED, onMove);
      return () => removeEventListener(MOVED, onMove);
    },
    () => location.pathname,
  );
}

export const navigate = (href: string) => move("pushState", href);
export const replace = (href: string) => move("replaceState", href);

function move(how: "pushState" | "replaceState", href: string): void {
  history[how](null, "", toOwnUrl(href));
  dispatchEvent(new PopStateEvent(MOVED));
}

/** The kit passes on the page's `?redirectTo=`, which may come from anywhere. */
function toOwnUrl(href: string): string {
  if (!URL.canParse(href, location.href)) return "/";
  const url = new URL(href, location.href);
  return url.origin === location.origin ? url.href : "/";
}

interface LinkProps {
  href: string;
  className?: string;
  children: ReactNode;
}

export function Link({ href, className, children }: LinkProps) {
  return (
    <a
      href={href}
      className={className}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(href);
      }}
    >
      {children}
    </a>
  );
}
