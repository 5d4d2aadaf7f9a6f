/**
 * The cookie as the visitor's browser keeps it: without `Domain`, so that sibling domains cannot
 * read it, and with the name and `Secure` that belong to the app's protocol, which may be another
 * one than the runtime's during development.
 */
export function toVisitorCookie(cookie: string, isSecure: boolean): string {
  const plain = cookie
    .replace(/;\s*domain=[^;]*/i, "")
    .replace(/^__Secure-/, "")
    .replace(/;\s*secure(?=;|$)/i, "");
  return isSecure ? `__Secure-${plain}; Secure` : plain;
}
