/** An administrator of a customer in front of the admin portal, without scripts. */
import { newVisitor } from "./visitor";
import type { HttpRuntime } from "./runtime";
import { formIn, type Shown } from "./hosted";

const read = async (response: Response): Promise<Shown> => {
  const target = response.headers.get("location");
  return {
    ...{ response, status: response.status, text: await response.text() },
    next: target === null ? null : new URL(target, "https://runtime.invalid"),
  };
};

type Sent = Readonly<Record<string, string>>;

/** A browser of its own. Paths are below the project. */
export function newPortalVisitor(runtime: HttpRuntime, projectId: string) {
  const { browse, cookies } = newVisitor(runtime, projectId);
  const at = (path: string) => `/p/${projectId}${path}`;
  const open = async (path: string) => await read(await browse(at(path)));
  const post = async (path: string, fields: Sent, headers: Sent = {}) =>
    await read(
      await browse(path.slice(path.indexOf("/p/")), {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          origin: runtime.origin,
          "sec-fetch-site": "same-origin",
          ...headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
    );
  /** Opens the page that a redirect names, until one is shown. */
  const follow = async (shown: Shown): Promise<Shown> => {
    if (shown.next === null) return shown;
    const { pathname, search } = shown.next;
    return await follow(await read(await browse(pathname.slice(pathname.indexOf("/p/")) + search)));
  };
  return {
    cookies,
    open,
    post,
    follow,
    /** Opens the link and uses its button, as the page's script or the pasting visitor does. */
    spend: async (link: string, headers: Sent = {}) =>
      await post(new URL(link).pathname, { link }, headers),
    /** Submits the page's form whose action contains `part`, and shows where it leads. */
    submit: async (shown: Shown, part: string, fields: Sent = {}, headers: Sent = {}) => {
      const { action, token } = formIn(shown, part);
      return await follow(await post(action, { form: token, ...fields }, headers));
    },
  };
}
