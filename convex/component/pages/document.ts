/**
 * The console's HTML document. Its policy admits the scripts and the style sheet that carry the
 * response's nonce, and what those scripts load; no inline code, no other host, no frames.
 */
import { html } from "../api/pageFrame";
import { findLiveFeed, toSocketOrigin } from "../core/liveFeed";
import { entry } from "./generated/entry.generated";

export const CONSOLE_PATH = "/console";

interface ConsoleDocument {
  /** The path at which the runtime is mounted. */
  readonly mount: string;
  readonly adminProjectId: string | null;
  readonly requestId: string;
}

export function consoleDocument({ mount, adminProjectId, requestId }: ConsoleDocument): Response {
  const nonce = newNonce();
  const live = findLiveFeed();
  const assets = `${mount}${CONSOLE_PATH}/assets/`;
  // React Aria reads the nonce for the two style elements that it adds.
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta property="csp-nonce" nonce="${nonce}" />
        <meta name="banata-mount" content="${mount}" />
        <meta name="banata-admin-project" content="${adminProjectId ?? ""}" />
        <meta name="banata-live" content="${live ? "on" : ""}" />
        <title>Console</title>
        <link rel="icon" href="${assets}${entry.icon}" type="image/svg+xml" />
        <link
          rel="stylesheet"
          nonce="${nonce}"
          href="${assets}${entry.style.file}"
          integrity="${entry.style.integrity}"
        />
        <script
          type="module"
          nonce="${nonce}"
          src="${assets}${entry.script.file}"
          integrity="${entry.script.integrity}"
        ></script>
      </head>
      <body>
        <div id="root"></div>
        <noscript>The console needs JavaScript.</noscript>
      </body>
    </html>`;
  const connect = live ? `'self' ${toSocketOrigin(live.url)}` : "'self'";
  return new Response(text, {
    headers: { ...headers(nonce, connect), "x-request-id": requestId },
  });
}

const headers = (nonce: string, connect: string) => ({
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self'",
    `connect-src ${connect}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(), microphone=(), geolocation=(), payment=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex, nofollow",
});

/** 128 random bits, as https://www.w3.org/TR/CSP3/#security-nonces asks for. */
const newNonce = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
