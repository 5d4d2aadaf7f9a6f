import { answerFile } from "../api/pageFiles";
import type { Appearance } from "../emails/rendering";
import { notFound } from "../core/errors";
import { servedStyleSheet } from "./styleSheet";
import type { PageVisit } from "./visit";

export async function answerStyleSheet({ place, opened, requestId }: PageVisit): Promise<Response> {
  if (opened.client === null) throw notFound("Style sheet");
  const appearance = JSON.parse(opened.appearance) as Appearance; // written by transactions.ts
  return answerFile(place.url, { type: "text/css", text: servedStyleSheet(appearance) }, requestId);
}
