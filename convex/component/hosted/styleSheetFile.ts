import type { Appearance } from "../emails/rendering";
import { servedStyleSheet, hashVersion } from "./styleSheet";
import type { PageVisit } from "./visit";

/** Another version than the one in the address is not kept: the page is about to name this one. */
export async function answerStyleSheet({ opened, place, requestId }: PageVisit): Promise<Response> {
  const text = servedStyleSheet(JSON.parse(opened.appearance) as Appearance); // written by transactions.ts
  const isNamed = place.url.searchParams.get("v") === hashVersion(text);
  return new Response(text, {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": isNamed ? "public, max-age=86400" : "no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "x-request-id": requestId,
    },
  });
}
