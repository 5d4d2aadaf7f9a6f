/** Answers the questions of the flow, in the HTTP action. */
import type { JWKSCacheInput } from "oauth4webapi";
import type { ActionCtx } from "../../_generated/server";
import type { Effect, Need } from "../../signIn/effects";
import { readClaims } from "../oidc/claims";
import { atStep, exchangeCode } from "../oidc/exchange";
import { discover } from "../oidc/issuer";
import { openNetwork } from "../oidc/network";
import { openQuestion, type Answer, type Question, type StoredKeys } from "./question";
import { RefusedResponse } from "./rules";

type SsoNeed = Extract<Need, { kind: "sso" }>;
type SsoEffect = Extract<Effect, { kind: "sso" }>;

/** `body`: that of the request. Never throws for what an identity provider does. */
export async function answerSso(
  ctx: Pick<ActionCtx, "runQuery" | "runAction">,
  { projectId, question: sealed }: SsoNeed,
  body: string,
): Promise<SsoEffect> {
  const question = await openQuestion(projectId, sealed);
  try {
    return toEffect(await answer(ctx, question, { projectId, body }));
  } catch (error) {
    if (!(error instanceof RefusedResponse)) throw error;
    const { rule, detail } = error;
    return toEffect({ kind: "refused", asked: question.kind, rule, detail });
  }
}

const toEffect = (result: Answer): SsoEffect => ({ kind: "sso", answer: JSON.stringify(result) });

async function answer(
  ctx: Pick<ActionCtx, "runQuery" | "runAction">,
  question: Question,
  request: { readonly projectId: string; readonly body: string },
): Promise<Answer> {
  switch (question.kind) {
    case "discovery": {
      const network = openNetwork(ctx);
      const metadata = await atStep(
        "oidc_discovery",
        async () => await discover(question.oidc, network),
      );
      return { kind: "discovery", metadata };
    }
    case "code":
      return await answerCode(ctx, question);
    case "response":
    case "keyPair":
      return await (await import("./samlAnswer")).answerSaml(question, request);
  }
}

async function answerCode(
  ctx: Pick<ActionCtx, "runQuery" | "runAction">,
  question: Extract<Question, { kind: "code" }>,
): Promise<Answer> {
  const { oidc, clientSecret, metadata, code } = question;
  const keys = toCache(question.keys, metadata.jwks_uri);
  const { uat } = keys;
  const verified = await exchangeCode(
    { ...code, oidc, clientSecret, metadata, keys },
    openNetwork(ctx),
  );
  const profile = readClaims(verified, oidc);
  return { kind: "code", profile, keys: keys.uat === uat ? null : toStored(keys, metadata) };
}

/** The library changes the object when it fetches the keys. */
const toCache = (stored: StoredKeys | null, url: string): JWKSCacheInput & { uat?: number } =>
  stored === null || stored.url !== url
    ? {}
    : { jwks: JSON.parse(stored.keys) as never, uat: Math.floor(stored.fetchedAt / 1_000) }; // stored by toStored

const toStored = (
  keys: JWKSCacheInput & { uat?: number; jwks?: object },
  { jwks_uri: url }: { readonly jwks_uri: string },
): StoredKeys => ({
  url,
  keys: JSON.stringify(keys.jwks),
  fetchedAt: (keys.uat ?? 0) * 1_000,
});
