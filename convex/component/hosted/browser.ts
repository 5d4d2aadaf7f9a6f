import { randomToken } from "../core/secrets";

/** Only secure pages can set a `__Host-` cookie, and only for their own host. */
const toCookieName = (projectId: string, isSecure: boolean): string =>
  `${isSecure ? "__Host-" : ""}banata.${projectId}.hosted`;

export interface Browser {
  readonly id: string;
  /** A `Set-Cookie` header for a browser that has no id yet. */
  readonly setCookie: string | null;
}

/**
 * The browser's id, which no other page can read or set. Lax, because the first page is opened from
 * the site of the app; the same in every tab, so that one tab does not end the forms of another.
 */
export function readBrowser(cookies: string, projectId: string, isSecure: boolean): Browser {
  const name = toCookieName(projectId, isSecure);
  const found = cookies
    .split(/;\s*/)
    .find((each) => each.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  if (found !== undefined && /^[0-9a-f]{64}$/.test(found)) return { id: found, setCookie: null };
  const id = randomToken();
  const secure = isSecure ? "; Secure" : "";
  return { id, setCookie: `${name}=${id}; Path=/; HttpOnly${secure}; SameSite=Lax` };
}
