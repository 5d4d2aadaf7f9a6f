import { Authenticator, type Page } from "./authenticator";
import type { Scene } from "./signIn";
import type { TestVisitor } from "./visitor";

export const pageOf = ({ runtime }: Pick<Scene, "runtime">): Page => ({
  origin: runtime.origin,
  rpId: new URL(runtime.origin).hostname,
});

export async function challengeOf(
  visitor: Pick<TestVisitor, "get">,
  what: "register" | "authenticate",
): Promise<string> {
  const response = await visitor.get(`/passkey/generate-${what}-options`);
  return ((await response.json()) as { challenge: string }).challenge; // both kinds of options have one
}

/** Registers a passkey for whoever is signed in. */
export async function registerPasskey(
  scene: Pick<Scene, "runtime" | "get"> & {
    post(path: string, body: object): Promise<Response>;
  },
  authenticator = new Authenticator(),
  page = pageOf(scene),
): Promise<{ authenticator: Authenticator; id: string }> {
  const response = await scene.post("/passkey/verify-registration", {
    response: authenticator.register(await challengeOf(scene, "register"), page),
    name: "Laptop",
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return { authenticator, id: ((await response.json()) as { id: string }).id };
}

export async function signInBy(
  scene: Scene,
  visitor: TestVisitor,
  authenticator: Authenticator,
  page = pageOf(scene),
): Promise<Response> {
  return await visitor.post("/passkey/verify-authentication", {
    response: authenticator.assert(await challengeOf(visitor, "authenticate"), page),
  });
}
