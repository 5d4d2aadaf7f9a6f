/** Sign-in at the hosted pages through Google or GitHub, step by step. */
import { expect } from "vitest";
import {
  beginFlow,
  exchange,
  newApp,
  openPage,
  read,
  REDIRECT,
  submit,
  visitNext,
  type Begun,
  type Shown,
} from "./hosted";
import { ada } from "./socialProviders";
import type { socialStage } from "./socialStage";
import { newCode, saveDashboardConfig } from "./socialVisitor";

export const SOCIAL = { part: "/hosted/sign-in/social" };
export const PASSWORD = "correct horse battery";

type Stage = ReturnType<typeof socialStage>;
export type Client = Parameters<typeof newApp>[1];

/** An app that signs users in with Google or GitHub, and a visitor. */
export async function beginHosted(stage: Stage, client: Client = {}, settings: object = {}) {
  const { project, admin, visitor } = await stage.begin("google", "github");
  await saveDashboardConfig(stage.runtime, project, { features: { hostedUi: true }, ...settings });
  const { clientId } = await newApp({ admin }, client);
  const visit = () => ({ ...stage.visitor(project), runtime: stage.runtime, project, clientId });
  return { ...visit(), admin, visit, first: visitor };
}
export type Person = Awaited<ReturnType<typeof beginHosted>>;
export type Visitor = ReturnType<Person["visit"]>;

/** Goes to the provider from a page of the flow. */
export async function leave(visitor: Visitor, shown: Shown, provider = "google") {
  const { next, text, status } = await submit(visitor, shown, { provider }, SOCIAL);
  expect(status, text).toBe(200);
  return next!;
}
/** The provider sends the browser back; the page after it. */
export async function comeBack(
  visitor: Visitor,
  url: URL,
  answer: Record<string, string> = { code: newCode() },
  provider = "google",
): Promise<Shown> {
  const state = url.searchParams.get("state") ?? "";
  const query = new URLSearchParams({ state, ...answer });
  const path = `/p/${visitor.project.id}/api/auth/callback/${provider}?${query}`;
  return await visitNext(visitor, await read(await visitor.browse(path)));
}
export async function enter(visitor: Visitor, changes: Record<string, string> = {}) {
  const begun = beginFlow(visitor, visitor.clientId, changes);
  return { begun, shown: await openPage(visitor, begun.path) };
}
export async function loadUser(visitor: Visitor, { verifier }: Begun, { next }: Shown) {
  const response = await exchange(visitor, {
    code: next?.searchParams.get("code") ?? "",
    client_id: visitor.clientId,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  return ((await response.json()) as { user?: { email: string } }).user?.email;
}
export async function makeAda({ admin }: Person, emailVerified: boolean) {
  const { email } = ada;
  return await admin.users.createUser({ email, name: "Ada", password: PASSWORD, emailVerified });
}
/** Signs in with the password on a page with the field for the address. */
export async function signIn(visitor: Visitor, shown: Shown) {
  const { email } = ada;
  const asked = await submit(visitor, shown, { email }, { part: "/hosted/sign-in?" });
  return await submit(
    visitor,
    asked,
    { email, password: PASSWORD },
    {
      part: "/hosted/sign-in/password",
    },
  );
}
