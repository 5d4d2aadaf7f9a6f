/** The paths at which the hosted pages continue after a provider, as flow state names them. */
import type { Visit } from "../visit";

/**
 * The parameters of a path at which the hosted pages continue (hosted/returns.ts, linking.ts), as they
 * write it; null for any other address.
 */
export function readHostedReturn(
  { basePath }: Pick<Visit, "basePath">,
  address: string,
): URLSearchParams | null {
  const base = basePath.replace(/\/api\/auth$/, "");
  const below = address.startsWith(base) ? address.slice(base.length) : "";
  return /^\/(?:authorize|hosted\/link)\?[\w.%&=-]+$/.test(below)
    ? new URLSearchParams(below.slice(below.indexOf("?")))
    : null;
}
