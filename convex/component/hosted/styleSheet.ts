/** The project's own style sheet (`customCss`), as a file that the pages link to. */
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
  return text === "" ? null : `${base}${PATH}?v=${hashVersion(text)}`;
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): tells versions apart, and secures nothing. */
export function hashVersion(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16);
}
