/** The files that the pages refer to. */
import { hashVersion } from "./styleSheet";
import type { PageVisit } from "./visit";

interface File {
  readonly type: "text/css" | "text/javascript";
  readonly text: string;
}

/** Another version than the one in the address is not kept: the page is about to name this one. */
export function answerFile({ place, requestId }: PageVisit, { type, text }: File): Response {
  const isNamed = place.url.searchParams.get("v") === hashVersion(text);
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
