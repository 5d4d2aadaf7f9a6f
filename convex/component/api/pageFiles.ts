/** The files that the pages of the runtime refer to: style sheets and scripts. */
import { toBase64 } from "../core/secrets";

interface PageFile {
  readonly type: "text/css" | "text/javascript";
  readonly text: string;
}

/** A script as a page refers to it. */
export interface PageScript {
  readonly path: string;
  /** For `integrity` (Subresource Integrity). */
  readonly integrity: string;
}

/** Names the version of a file, so that browsers keep each for long. */
export const toVersionedPath = (path: string, text: string): string =>
  `${path}?v=${hashVersion(text)}`;

export async function toPageScript(path: string, text: string): Promise<PageScript> {
  const hash = await crypto.subtle.digest("SHA-384", new TextEncoder().encode(text));
  return {
    path: toVersionedPath(path, text),
    integrity: `sha384-${toBase64(new Uint8Array(hash))}`,
  };
}

/** Another version than the one in the address is not kept: the page is about to name this one. */
export function answerFile(url: URL, { type, text }: PageFile, requestId: string): Response {
  const isNamed = url.searchParams.get("v") === hashVersion(text);
  return new Response(text, {
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "cache-control": isNamed ? "public, max-age=86400" : "no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "x-request-id": requestId,
    },
  });
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): tells versions apart, and secures nothing. */
function hashVersion(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16);
}
