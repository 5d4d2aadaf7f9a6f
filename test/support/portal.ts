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
type Files = readonly (readonly [name: string, file: File])[];

function toFormData(fields: Sent, files: Files): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const [name, file] of files) data.append(name, file, file.name);
  return data;
}

/** A browser of its own. Paths are below the project. */
export function newPortalVisitor(runtime: HttpRuntime, projectId: string) {
  const { browse, cookies } = newVisitor(runtime, projectId);
  const at = (path: string) => `/p/${projectId}${path}`;
  const open = async (path: string) => await read(await browse(at(path)));
  const send = async (path: string, body: URLSearchParams | FormData, headers: Sent = {}) =>
    await read(
      await browse(path.slice(path.indexOf("/p/")), {
        method: "POST",
        headers: { origin: runtime.origin, "sec-fetch-site": "same-origin", ...headers },
        body,
      }),
    );
  const post = async (path: string, fields: Sent, headers: Sent = {}) =>
    await send(path, new URLSearchParams(fields), headers);
  /** Opens the page that a redirect names, until one is shown. */
  const follow = async (shown: Shown): Promise<Shown> => {
    if (shown.next === null) return shown;
    const { pathname, search } = shown.next;
    return await follow(await read(await browse(pathname.slice(pathname.indexOf("/p/")) + search)));
  };
  return {
    cookies,
    browse,
    open,
    post,
    follow,
    /** Opens the link and uses its button, as the page's script or the pasting visitor does. */
    spend: async (link: string, headers: Sent = {}) =>
      await post(new URL(link).pathname, { link }, headers),
    /** Submits the page's form whose action contains `part`, and shows where it leads. */
    submit: async (
      shown: Shown,
      part: string,
      fields: Sent = {},
      { files = [], headers = {} }: { readonly files?: Files; readonly headers?: Sent } = {},
    ) => {
      const { action, token, hidden, isUpload } = formIn(shown, part);
      const all = { ...(hidden as Sent), form: token, ...fields }; // every field has a value
      return await follow(
        await send(action, isUpload ? toFormData(all, files) : new URLSearchParams(all), headers),
      );
    },
  };
}
