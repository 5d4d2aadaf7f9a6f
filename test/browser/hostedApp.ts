/** An app whose server begins sign-ins at the hosted pages and exchanges the codes. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { challengeOf, exchange, newApp, newVerifier } from "../support/hosted";
import type { Scene } from "../support/signIn";

export type Host = "localhost" | "127.0.0.1";
const otherOf = { localhost: "127.0.0.1", "127.0.0.1": "localhost" } as const;

/** The app on the runtime's site and on another, in a browser with scripts and without. */
export const hostedCases: [host: Host, browser: string, javaScriptEnabled: boolean][] = [
  ["127.0.0.1", "with scripts", true],
  ["127.0.0.1", "without scripts", false],
  ["localhost", "with scripts", true],
  ["localhost", "without scripts", false],
];

export interface HostedApp {
  readonly home: string;
  close(): void;
}

/**
 * Serves the app on that host. Its callback redirects by way of another site: browsers check such a
 * chain against the policy of the form that began it. `more` are parameters of its requests.
 */
export async function serveHostedApp(
  scene: Scene,
  host: Host,
  more: Readonly<Record<string, string>> = {},
): Promise<HostedApp> {
  const verifiers = new Map<string, string>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", home);
    if (pathname === "/hop") {
      const location = `${home}?${new URLSearchParams({ email: searchParams.get("email") ?? "" })}`;
      return void response.writeHead(303, { location }).end();
    }
    if (pathname === "/callback")
      return void finish(searchParams).then((email) => {
        const hop = new URL(`hop?${new URLSearchParams({ email })}`, home);
        hop.hostname = otherOf[host];
        response.writeHead(303, { location: hop.href }).end();
      });
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><h1>App</h1><p>${searchParams.get("email") ?? ""}</p>
      <a href="${escape(signInUrl())}">Sign in</a> <a href="${escape(signOutUrl)}">Sign out</a>`);
  });
  server.listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  const home = `http://${host}:${port}/`;
  const callback = `${home}callback`;
  const { clientId } = await newApp(scene, {
    redirectUris: [callback],
    postLogoutRedirectUris: [home],
  });
  const base = `${scene.runtime.origin}/banata/p/${scene.project.id}`;
  const query = { client_id: clientId, post_logout_redirect_uri: home };
  const signOutUrl = `${base}/logout?${new URLSearchParams(query)}`;
  const signInUrl = () => {
    const verifier = newVerifier();
    const state = newVerifier();
    verifiers.set(state, verifier);
    const parameters = {
      ...{ client_id: clientId, redirect_uri: callback, response_type: "code", state },
      ...{ code_challenge: challengeOf(verifier), code_challenge_method: "S256" },
      ...more,
    };
    return `${base}/authorize?${new URLSearchParams(parameters)}`;
  };
  const finish = async (answered: URLSearchParams): Promise<string> => {
    const response = await exchange(scene, {
      code: answered.get("code"),
      client_id: clientId,
      redirect_uri: callback,
      code_verifier: verifiers.get(answered.get("state") ?? "") ?? "",
    });
    const answer = (await response.json()) as { user?: { email: string }; error?: string };
    return answer.user?.email ?? `error: ${answer.error}`;
  };
  return { home, close: () => void server.close() };
}

const escape = (url: string) => url.replaceAll("&", "&amp;");

/** The methods of a row of the endpoints. */
export const methodsIn = (row: object): string[] =>
  Object.keys(row).filter((key) => key === "GET" || key === "POST");
