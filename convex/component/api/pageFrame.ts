/**
 * The frame of the pages that the runtime serves itself, such as the one behind an e-mailed link:
 * HTML, styled with the project's branding, with headers that keep the URL (which may contain a
 * token) out of caches, frames and other sites' logs.
 */
import type { PageScript } from "./pageFiles";
import { isBright, opaque } from "../core/colors";
import { escapeHtml, type Appearance } from "../emails/rendering";

/** HTML that is safe to send. Only `html` creates it, so that no value goes unescaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | null | false | readonly Html[];

/**
 * A template tag that escapes every value, in text and in quoted attributes. `Html` is inserted
 * unchanged; `null` and `false` produce nothing. Pass external URLs through `webAddress` first:
 * escaping does not stop `javascript:`.
 */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(
    parts.reduce((text, part, index) => text + renderValue(values[index - 1] ?? null) + part),
  );

function renderValue(value: Value): string {
  if (value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escapeHtml(String(value));
}

/** The URL if it is http(s), else null. */
export function webAddress(address: string | null): string | null {
  const url = address !== null && URL.canParse(address) ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

export interface Page {
  /** The page's heading, and the tab's title together with the project's name. */
  readonly title: string;
  /**
   * Content below the heading: paragraphs, forms, links. `class="button"` styles a link as a
   * button.
   */
  readonly body: Html;
  readonly status?: number;
  /**
   * Additional origins to which a form's response may redirect: browsers apply `form-action` to
   * redirects too.
   */
  readonly formOrigins?: readonly string[];
  /** Of the page's style, for a policy that admits no other; without one it admits inline styles. */
  readonly nonce?: string;
  /** The page's language tag; English by default. */
  readonly language?: string;
  /** The path of a style sheet of the runtime's own, after the page's style. */
  readonly styleSheet?: string | null;
  /** A script file of the runtime's own, which needs `nonce`; it may call the runtime. */
  readonly script?: PageScript | null;
  /** The http(s) URL of an image above the title, in place of the project's name. */
  readonly logo?: string | null;
}

export const pageResponse = (appearance: Appearance, page: Page, requestId: string): Response =>
  new Response(pageText(appearance, page), {
    status: page.status ?? 200,
    headers: { ...pageHeaders(page), "x-request-id": requestId },
  });

/**
 * `same-origin` sends the URL to no other site either. `no-referrer` would also blank the `Origin`
 * of the page's own forms (https://fetch.spec.whatwg.org/#append-a-request-origin-header), which is
 * how they are recognized.
 */
export const pageHeaders = ({
  formOrigins = [],
  nonce,
  styleSheet = null,
  logo = null,
  script = null,
}: Pick<Page, "formOrigins" | "nonce" | "styleSheet" | "logo" | "script">) => ({
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    [
      nonce === undefined ? "style-src 'unsafe-inline'" : `style-src 'nonce-${nonce}'`,
      ...(styleSheet === null ? [] : ["'self'"]),
    ].join(" "),
    ...(script === null ? [] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"]),
    ...(logo === null ? [] : toOrigins(logo).map((origin) => `img-src ${origin}`)),
    `form-action ${["'self'", ...formOrigins.flatMap(toOrigins)].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; "),
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex, nofollow",
});

/** Parsed, so that a setting cannot inject another directive. */
function toOrigins(address: string): string[] {
  const url = webAddress(address);
  return url === null ? [] : [new URL(url).origin];
}

export const pageText = (
  appearance: Appearance,
  {
    title,
    body,
    status = 200,
    nonce,
    language = "en",
    styleSheet = null,
    logo = null,
    script = null,
  }: Page,
): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${appearance.appName}</title>
        <style${nonce === undefined ? null : html` nonce="${nonce}"`}>
          ${new Html(renderStyle(appearance))}
        </style>
        ${styleSheet !== null && html`<link rel="stylesheet" href="${styleSheet}" />`}
        ${
          script !== null &&
          html`<script
            defer
            nonce="${nonce ?? ""}"
            src="${script.path}"
            integrity="${script.integrity}"
          ></script>`
        }
      </head>
      <body>
        <main>
          <p class="app">
            ${
              logo === null
                ? appearance.appName
                : html`<img src="${logo}" alt="${appearance.appName}" height="40" />`
            }
          </p>
          <h1>${title}</h1>
          ${body}
          ${status >= 400 && renderStatusLink(appearance)}
        </main>
      </body>
    </html> `.text;

/** On error pages: the problem may be the service's. */
function renderStatusLink({ statusUrl, appName }: Appearance): Html | null {
  const href = webAddress(statusUrl);
  return href === null
    ? null
    : html`<p class="quiet"><a href="${href}">Status of ${appName}</a></p>`;
}

/** Uses only validated values: colors, a number and font names. */
function renderStyle({ primaryColor, bgColor, borderRadius, darkMode, font }: Appearance): string {
  const accent = opaque(primaryColor);
  const onAccent = accent !== null && (isBright(accent) ? "#18181b" : "#ffffff");
  const colors = (palette: string, ink: string, onInk: string) =>
    `:root{${palette};--accent:${accent ?? ink};--on-accent:${onAccent || onInk}}`;
  const light = colors(LIGHT, "#18181b", "#ffffff");
  const dark = colors(DARK, "#fafafa", "#18181b");
  const page = opaque(bgColor);
  const family = /^[\w ,-]{1,200}$/.test(font) ? `${font}, ` : "";
  return [
    darkMode ? dark : `${light}@media (prefers-color-scheme:dark){${dark}}`,
    page === null ? "" : `:root{--page:${page}}`,
    `:root{--radius:${Math.max(0, Math.min(32, Math.round(borderRadius)))}px}`,
    `body{font:16px/1.5 ${family}system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif}`,
    STYLE,
  ].join("\n");
}

const LIGHT =
  "color-scheme:light;--page:#f4f4f5;--card:#ffffff;--ink:#18181b;--quiet:#52525b;--line:#d4d4d8";
const DARK =
  "color-scheme:dark;--page:#18181b;--card:#27272a;--ink:#fafafa;--quiet:#a1a1aa;--line:#52525b";
const STYLE = `*{box-sizing:border-box}
body{margin:0;padding:16px;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--ink)}
main{width:100%;max-width:28rem;padding:32px 24px;background:var(--card);border:1px solid var(--line);border-radius:var(--radius);overflow-wrap:anywhere}
h1{margin:0 0 16px;font-size:1.5rem;line-height:1.25}
p{margin:0 0 16px}
.app,.quiet{color:var(--quiet);font-size:.875rem}
form{margin:0 0 16px}
label{display:block;margin:0 0 4px;font-weight:600}
input{display:block;width:100%;min-height:44px;margin:0 0 16px;padding:8px 12px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--quiet);border-radius:var(--radius)}
button,.button{display:block;width:100%;min-height:44px;padding:10px 24px;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:var(--radius)}
h2{margin:32px 0 8px;font-size:1.125rem;line-height:1.25}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 16px}
nav a{padding:8px 0}
textarea{display:block;width:100%;margin:0 0 16px;padding:8px 12px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--quiet);border-radius:var(--radius)}
pre{overflow:auto;white-space:pre-wrap}
[aria-invalid]{border:3px solid var(--ink)}
fieldset{margin:0 0 16px;padding:8px 12px;border:1px solid var(--line)}
details{margin:0 0 16px}
select{display:block;width:100%;min-height:44px;margin:0 0 16px;padding:8px 12px;font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--quiet);border-radius:var(--radius)}
input[type=checkbox]{display:inline-block;width:20px;min-height:20px;margin:0 8px 0 0;vertical-align:-4px}
ul{margin:0 0 16px;padding:0 0 0 20px}
.rows{padding:0;list-style:none}
.rows>li{padding:12px 0;border-top:1px solid var(--line)}
.app img{max-width:100%;object-fit:contain;object-position:left}
svg{max-width:100%;height:auto}
button.second{color:var(--ink);background:none;border-color:var(--quiet)}
a{color:inherit}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;
