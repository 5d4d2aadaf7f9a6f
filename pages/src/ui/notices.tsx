/** Messages about what has happened: shown for some seconds, and announced to screen readers. */
import { useSyncExternalStore } from "react";

const SHOWN_MS = 6_000;

let message: { readonly text: string; readonly key: number } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let count = 0;
const listeners = new Set<() => void>();

const set = (next: typeof message): void => {
  message = next;
  for (const listener of listeners) listener();
};

export function announce(text: string): void {
  clearTimeout(timer);
  set({ text, key: count++ });
  timer = setTimeout(() => set(null), SHOWN_MS);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Once in the page; there before its first message, or screen readers do not read it. */
export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => message);
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown && (
        <p key={shown.key} className="notice">
          {shown.text}
        </p>
      )}
    </div>
  );
}
