/**
 * Forms of the hosted pages. A form is bound to the browser (by a cookie that all tabs share), to
 * where it is sent, to the parameters of the flow, and to the session that the page was shown for.
 */
import { isOwnForm } from "../api/ownForm";
import { acceptedMacs, equalInConstantTime, projectMac, randomToken } from "../core/secrets";
import { readBody } from "../api/request";

export const FORM_FIELD = "form";
const PURPOSE = "hosted form";

/** What a form is bound to, besides the browser. */
export interface FormBinding {
  readonly projectId: string;
  /** Below the project. */
  readonly path: string;
  /** The query, with the parameters of the flow. */
  readonly search: string;
  readonly sessionId: string | null;
}

/** The value of the hidden field. */
export const signForm = async (browser: string, bound: FormBinding): Promise<string> =>
  await projectMac(bound.projectId, PURPOSE, toText(browser, bound));

const toText = (browser: string, { path, search, sessionId }: FormBinding): string =>
  JSON.stringify([browser, path, search, sessionId]);

/** The fields of a form that a page of the runtime has shown in this browser. */
export class CheckedForm {
  private constructor(private readonly fields: URLSearchParams) {}

  /** Null for any other form. */
  static async check(
    request: Request,
    browser: string | null,
    { origin, ...bound }: FormBinding & { readonly origin: string },
  ): Promise<CheckedForm | null> {
    if (browser === null || !isOwnForm(request.headers, origin)) return null;
    const fields = new URLSearchParams(await readBody(request));
    const sent = fields.get(FORM_FIELD) ?? "";
    const accepted = await acceptedMacs(bound.projectId, PURPOSE, toText(browser, bound));
    return accepted.some((mac) => equalInConstantTime(mac, sent)) ? new CheckedForm(fields) : null;
  }

  /** Empty for a missing field. */
  text(name: string): string {
    return this.fields.get(name) ?? "";
  }
}

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
