/** The project's own style sheet (`customCss`), as a file that the pages link to. */
import { toVersionedPath } from "../api/pageFiles";
import { isUnsafeStyleSheet } from "../core/styleSheet";
import type { Appearance } from "../emails/rendering";
import type { HostedPath } from "./paths";

const PATH: HostedPath = "/hosted/custom.css";

/** The style sheet that is served; empty for one that loads resources. */
export const servedStyleSheet = ({ customCss }: Pick<Appearance, "customCss">): string =>
  isUnsafeStyleSheet(customCss) ? "" : customCss;

/** Names the version, so that browsers keep each for long. Null without a style sheet. */
export function styleSheetPath(
  base: string,
  appearance: Pick<Appearance, "customCss">,
): string | null {
  const text = servedStyleSheet(appearance);
  return text === "" ? null : toVersionedPath(base + PATH, text);
}
