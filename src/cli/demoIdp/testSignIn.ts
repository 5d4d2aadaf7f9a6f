import { CommandError } from "../command";
import { DEMO_DOMAIN } from "./person";

const MAXIMUM_STEPS = 12;
const PERSON = { email: `test@${DEMO_DOMAIN}`, name: "Test sign-in", groups: "" };

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Performs the test sign-in of a connection over HTTP as a browser without scripts would: it follows
 * redirects, fills in the identity provider's page, and submits forms.
 *
 * @throws CommandError with the page that it ended at
 */
export async function performTestSignIn(startUrl: string): Promise<void> {
  const cookies = new CookieStore();
  let url = startUrl;
  let form: Form | null = null;
  for (let step = 0; step < MAXIMUM_STEPS; step++) {
    const response = await send(url, form, cookies);
    cookies.take(url, response);
    const text = await response.text();
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url).href;
      form = null;
      continue;
    }
    form = readForm(text);
    if (!response.ok || form === null) {
      if (response.ok && text.includes("Test passed")) return;
      throw new CommandError(`The test sign-in ended with ${response.status}: ${toText(text)}`);
    }
    url = new URL(form.action, url).href;
  }
  throw new CommandError(`The test sign-in did not end within ${MAXIMUM_STEPS} steps.`);
}

async function send(url: string, form: Form | null, cookies: CookieStore): Promise<Response> {
  if (form === null)
    return await fetch(url, { headers: { cookie: cookies.header(url) }, redirect: "manual" });
  // Without cookies: those of sign-in are Lax, and browsers keep them from forms of other sites.
  return await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form.fields),
    redirect: "manual",
  });
}

/** By origin; without attributes. */
class CookieStore {
  private readonly values = new Map<string, Map<string, string>>();

  header(url: string): string {
    const own = this.values.get(new URL(url).origin) ?? new Map<string, string>();
    return [...own].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  take(url: string, response: Response): void {
    const { origin } = new URL(url);
    const own = this.values.get(origin) ?? new Map<string, string>();
    this.values.set(origin, own);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) own.set(name, value);
    }
  }
}

/** The last form of the page: the one of the sign-in page in which a person is typed. */
function readForm(page: string): Form | null {
  const form = [...page.matchAll(/<form method="post" action="([^"]*)">([^]*?)<\/form>/g)].at(-1);
  const [, action = "", content = ""] = form ?? [];
  if (!form) return null;
  const hidden = [
    ...content.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)" \/>/g),
  ].map(([, name = "", value = ""]) => [unescapeHtml(name), unescapeHtml(value)]);
  const isPersonPage = content.includes('name="email"');
  return {
    action: unescapeHtml(action),
    fields: { ...Object.fromEntries(hidden), ...(isPersonPage ? PERSON : {}) },
  };
}

const references: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
const unescapeHtml = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#39|amp);/g, (reference) => references[reference] ?? reference);

const toText = (page: string): string =>
  page
    .replace(/<(style|script)>[^]*?<\/\1>|<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
