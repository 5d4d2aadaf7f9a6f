/** Answers the console's assets, which pages/build.ts has compressed into generated modules. */
import { notFound } from "../core/errors";
import { assets } from "./generated/assets.generated";

/** The name of an asset changes with its content. */
const FOREVER = "public, max-age=31536000, immutable";

/** Throws 404 for a name that this version does not have. */
export async function answerAsset(headers: Headers, name: string): Promise<Response> {
  if (!Object.hasOwn(assets, name)) throw notFound("Page");
  const { type, load } = assets[name]!; // checked above
  const compressed = Uint8Array.from(atob((await load()).default), (each) => each.charCodeAt(0));
  const common = {
    "content-type": type,
    "cache-control": FOREVER,
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    vary: "accept-encoding",
  };
  if (acceptsGzip(headers.get("accept-encoding")))
    return new Response(compressed, { headers: { ...common, "content-encoding": "gzip" } });
  const { gunzipSync } = await import("fflate"); // no browser of today needs it
  return new Response(gunzipSync(compressed) as BodyInit, { headers: common }); // bytes, whose buffer type its declaration leaves open
}

/** Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
const acceptsGzip = (accepted: string | null): boolean =>
  (accepted ?? "")
    .toLowerCase()
    .split(",")
    .some((each) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(each));
