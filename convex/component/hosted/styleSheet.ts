/** The project's own style sheet (`customCss`), as a file that the pages link to. */
import { toVersionedPath } from "../api/pageFiles";
import { isUnsafeStyleSheet } from "../core/styleSheet";
import type { Appearance } from "../emails/rendering";
import type { HostedPath } from "./paths";
import type { Opened } from "./transactions";
import type { PageVisit } from "./visit";

const PATH: HostedPath = "/hosted/custom.css";

/** The style sheet that is served; empty for one that loads resources. */
export const servedStyleSheet = ({ customCss }: Pick<Appearance, "customCss">): string =>
  isUnsafeStyleSheet(customCss) ? "" : customCss;

/** The same visit, whose pages have the colors and the logo only. */
export function withoutStyleSheet(visit: PageVisit): PageVisit {
  const appearance = JSON.parse(visit.opened.appearance) as Appearance; // written by transactions.ts
  const plain: Appearance = { ...appearance, customCss: "" };
  return { ...visit, opened: { ...visit.opened, appearance: JSON.stringify(plain) } };
}

/**
 * Names the version, so that browsers keep each for long, and the client whose own it is. Null
 * without a style sheet.
 */
export function styleSheetPath(
  base: string,
  appearance: Pick<Appearance, "customCss">,
  client: Opened["client"],
): string | null {
  const text = servedStyleSheet(appearance);
  if (text === "") return null;
  const path = toVersionedPath(base + PATH, text);
  return client?.hasStyleSheet === true ? `${path}&client_id=${client.id}` : path;
}
