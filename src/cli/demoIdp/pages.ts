import { createHash } from "node:crypto";
import { Html, html, pageText } from "../../../convex/component/api/pageFrame";
import { defaultSettings } from "../../../convex/component/configuration/defaults";
import { toAppearance } from "../../../convex/component/emails/rendering";
import { people, type Person } from "./person";
import type { ResponseForm } from "./saml";

type Fields = Readonly<Record<string, string>>;

export interface Choice {
  /** Where the form is posted. */
  readonly action: string;
  /** The request that the person answers. */
  readonly fields: Fields;
}

const SUBMIT = "document.forms[0].submit()";
const SUBMIT_HASH = `sha256-${createHash("sha256").update(SUBMIT).digest("base64")}`;

/** The page where one picks a person, or types one. */
export function personPage({ action, fields }: Choice): Response {
  const picks = people.map(
    (person) =>
      html`<form method="post" action="${action}">
        ${toInputs({ ...fields, ...toFields(person) })}
        <button>${person.name}</button>
        <p class="quiet">${[person.email, ...person.groups].join(", ")}</p>
      </form>`,
  );
  return page(
    "Sign in",
    html`${picks}
      <form method="post" action="${action}">
        ${toInputs(fields)}
        <label for="email">Email</label>
        <input id="email" name="email" type="email" required />
        <label for="name">Name</label>
        <input id="name" name="name" required />
        <label for="groups">Groups, separated by commas</label>
        <input id="groups" name="groups" />
        <button>Sign in as this person</button>
      </form>
      <p class="quiet">This identity provider is for development. It asks for no password.</p>`,
  );
}

/** Posts the response to the service provider; without scripts, the person presses its button. */
export function responsePage({ action, fields }: ResponseForm): Response {
  return page(
    "Continue",
    html`<form method="post" action="${action}">
        ${toInputs(fields)}
        <button>Continue</button>
      </form>
      ${new Html(`<script>${SUBMIT}</script>`)}`,
    { script: SUBMIT_HASH },
  );
}

/** `begins`: whether sign-ins can be started here; the deployment may not be configured yet. */
export function homePage(samlEntityId: string | null, begins: boolean): Response {
  const button = (title: string, fields: Fields) =>
    html`<form method="post" action="/start">
      ${toInputs(fields)}
      <button>${title}</button>
    </form>`;
  return page(
    "Demo identity provider",
    html`${begins && button("Sign in to the app by SAML", { connection: "saml" })}
      ${begins && button("Sign in to the app by OpenID Connect", { connection: "oidc" })}
      ${
        samlEntityId !== null &&
        html`<p>
          <a href="/saml/start?${new URLSearchParams({ sp: samlEntityId }).toString()}"
            >Start at the identity provider (SAML)</a
          >
        </p>`
      }
      <p><a href="/saml/metadata">SAML metadata</a></p>
      <p><a href="/oidc/.well-known/openid-configuration">OpenID Connect discovery</a></p>`,
  );
}

export const refusalPage = (message: string, status: number): Response =>
  page("Refused", html`<p>${message}</p>`, { status });

const toFields = ({ groups, ...person }: Person): Fields => ({
  ...person,
  groups: groups.join(", "),
});

const toInputs = (fields: Fields): Html[] =>
  Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );

interface PageOptions {
  readonly status?: number;
  /** The hash of its script. */
  readonly script?: string;
}

function page(title: string, body: Html, { status = 200, script }: PageOptions = {}): Response {
  const appearance = toAppearance({ name: "Demo", logoUrl: null }, defaultSettings.branding);
  return new Response(pageText(appearance, { title, body }), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        ...(script === undefined ? [] : [`script-src '${script}'`]),
        // Browsers apply it to the redirects that follow, which end at the app.
        "form-action http: https:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join("; "),
      "cache-control": "no-store",
      // `no-referrer` would make the origin of a form `null`.
      "referrer-policy": "strict-origin",
      "x-content-type-options": "nosniff",
    },
  });
}
