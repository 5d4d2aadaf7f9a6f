import type { Appearance } from "../emails/rendering";
import { answerFile } from "./files";
import { servedStyleSheet } from "./styleSheet";
import type { PageVisit } from "./visit";

export async function answerStyleSheet(visit: PageVisit): Promise<Response> {
  const appearance = JSON.parse(visit.opened.appearance) as Appearance; // written by transactions.ts
  return answerFile(visit, { type: "text/css", text: servedStyleSheet(appearance) });
}
