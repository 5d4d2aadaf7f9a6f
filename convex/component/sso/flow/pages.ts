/** The pages of a sign-in that are not redirects. */
import { html, Html, pageHeaders, pageText } from "../../api/pageFrame";
import { toAppearance } from "../../emails/rendering";
import type { PostForm } from "../../saml/request";
import type { Visit } from "../../signIn/visit";

type Shown = Pick<Visit, "project" | "settings">;

/** Submits the form below; without scripts, the person presses its button. */
const SUBMIT = "document.forms[0].submit()";
const SUBMIT_HASH = "sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE=";

/** Takes the browser to the identity provider by POST (SAML Bindings 3.5). */
export function formPage({ project, settings }: Shown, { action, fields }: PostForm): Response {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const body = html`<form method="post" action="${action}">
      ${inputs}
      <p>If nothing happens, press the button.</p>
      <button>Continue</button>
    </form>
    ${new Html(`<script>${SUBMIT}</script>`)}`;
  return new Response(pageText(toShown(project, settings), { title: "Sign in", body }), {
    headers: {
      ...pageHeaders({}),
      // Identity providers redirect within their own hosts, and browsers apply `form-action` to
      // that, too.
      "content-security-policy": [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        `script-src '${SUBMIT_HASH}'`,
        `form-action https: ${new URL(action).origin}`,
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join("; "),
      "referrer-policy": "strict-origin",
    },
  });
}

const toShown = (project: Shown["project"], { branding }: Shown["settings"]) =>
  toAppearance({ ...project, logoUrl: null }, branding);
