/** A person in front of the hosted pages, without scripts, and an app that begins a sign-in. */
import { createHash, randomBytes } from "node:crypto";
import type { Scene } from "./signIn";
import type { TestVisitor } from "./visitor";

export const REDIRECT = "https://app.example.com/callback";
export const GOODBYE = "https://app.example.com/goodbye?from=auth";

export const newVerifier = () => randomBytes(32).toString("base64url");
export const challengeOf = (verifier: string) =>
  createHash("sha256").update(verifier).digest("base64url");

type NewClient = Parameters<Scene["admin"]["authClients"]["createClient"]>[0];

/** A client of the scene's project. */
export const newApp = async ({ admin }: Pick<Scene, "admin">, fields: Partial<NewClient> = {}) =>
  await admin.authClients.createClient({
    name: "Shop",
    type: "web",
    redirectUris: [REDIRECT],
    postLogoutRedirectUris: [GOODBYE],
    ...fields,
  });

export interface Begun {
  readonly path: string;
  readonly verifier: string;
  readonly state: string;
}

/** The address that an app sends its visitor to. */
export function beginFlow(
  { project }: Pick<Scene, "project">,
  clientId: string,
  changes: Readonly<Record<string, string | null>> = {},
): Begun {
  const verifier = newVerifier();
  const state = randomBytes(8).toString("hex");
  const query = new URLSearchParams();
  const parameters = {
    ...{ client_id: clientId, redirect_uri: REDIRECT, response_type: "code", state },
    ...{ code_challenge: challengeOf(verifier), code_challenge_method: "S256" },
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) query.set(name, value);
  return { path: `/p/${project.id}/authorize?${query}`, verifier, state };
}

export interface Shown {
  readonly response: Response;
  readonly status: number;
  readonly text: string;
  /** Where the page continues to by itself, or the response redirects to. */
  readonly next: URL | null;
}

const decode = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");

/** The page in a response. */
export async function read(response: Response): Promise<Shown> {
  const target =
    response.headers.get("location") ?? response.headers.get("refresh")?.replace("0; url=", "");
  return {
    ...{ response, status: response.status, text: await response.text() },
    next: target == null ? null : new URL(target, "https://runtime.invalid"),
  };
}

/** Opens a page as a browser does that follows a link of another site. */
export const openPage = async ({ browse }: Pick<TestVisitor, "browse">, path: string) =>
  await read(
    await browse(path, {
      headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    }),
  );

/** Opens the page that the shown one continues to by itself. */
export async function visitNext(
  visitor: Pick<TestVisitor, "browse">,
  { next }: Pick<Shown, "next">,
): Promise<Shown> {
  if (next === null) throw new Error("The page does not continue");
  return await openPage(visitor, next.pathname.slice(next.pathname.indexOf("/p/")) + next.search);
}

/** Opens a mailed link, presses the button of its page, and follows to the page after it. */
export async function followLink(
  { browse, click }: Pick<TestVisitor, "browse" | "click">,
  link: string,
): Promise<Shown> {
  return await visitNext({ browse }, await read(await click(link)));
}

/** The hidden fields of the page's first form, without its token. */
export function hiddenIn({ text }: Pick<Shown, "text">): Record<string, string | undefined> {
  const fields = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries(
    [...fields]
      .filter(([, name]) => name !== "form")
      .map(([, name, value]) => [name, decode(value!)]),
  );
}

/** The action and the hidden fields of the page's form whose action contains `part`. */
export function formIn({ text }: Pick<Shown, "text">, part = "") {
  const form = text
    .split(/<form\s/)
    .slice(1)
    .find((each) => decode(/action="([^"]*)"/.exec(each)?.[1] ?? "").includes(part));
  if (form === undefined) throw new Error(`No form with ${part} in: ${text.slice(-1_500)}`);
  const action = decode(/action="([^"]*)"/.exec(form)![1]!);
  const token = /name="form" value="([^"]*)"/.exec(form)![1]!;
  const own = form.slice(0, form.indexOf("</form>"));
  return { action, token, hidden: hiddenIn({ text: own }), isUpload: own.includes("multipart/") };
}

/** Submits a form of the page as a browser does. `headers` replaces some of them. */
export async function submit(
  { browse, runtime }: Pick<TestVisitor, "browse"> & Pick<Scene, "runtime">,
  shown: Pick<Shown, "text">,
  fields: Readonly<Record<string, string>> = {},
  {
    part = "",
    headers = {},
    action,
    token,
  }: {
    readonly part?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly action?: string;
    readonly token?: string;
  } = {},
): Promise<Shown> {
  const form = formIn(shown, part);
  return await read(
    await browse(action ?? form.action.slice(form.action.indexOf("/p/")), {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: runtime.origin,
        "sec-fetch-site": "same-origin",
        ...headers,
      },
      body: new URLSearchParams({ form: token ?? form.token, ...fields }).toString(),
    }),
  );
}

/** Signs in with address and password on a sign-in page. */
export async function signInOn(
  scene: Pick<Scene, "browse" | "runtime" | "ada">,
  shown: Shown,
): Promise<Shown> {
  const { email, password } = scene.ada;
  return await submit(scene, await submit(scene, shown, { email }), { email, password });
}

/** A code from a complete sign-in, or from "Continue as …" where the browser has a session. */
export async function codeFor(scene: Scene, clientId: string, begun = beginFlow(scene, clientId)) {
  const first = await openPage(scene, begun.path);
  const isKnown = first.text.includes("/hosted/continue");
  const { next } = await (isKnown ? submit(scene, first) : signInOn(scene, first));
  return { ...begun, code: next?.searchParams.get("code") ?? "", next };
}

/** Sends a request to the token endpoint; `changes` replaces parameters, null removes them. */
export async function exchange(
  { runtime, project }: Pick<Scene, "runtime" | "project">,
  sent: Readonly<Record<string, string | null>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const given = Object.entries(sent).filter((pair): pair is [string, string] => pair[1] !== null);
  const fields = { grant_type: "authorization_code", ...Object.fromEntries(given) };
  return await runtime.fetch(`/p/${project.id}/token`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(fields),
  });
}
