/** Better Auth for one request of one project. */
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { bearer } from "better-auth/plugins/bearer";
import type { projectAdapter } from "./adapter";
import type { Effect, Need } from "./effects";
import { convexTokens, type TokenSubject } from "./tokens";

export interface AuthRequest {
  readonly basePath: string;
  readonly origin: string;
  readonly secret: string;
  readonly cookiePrefix: string;
  readonly adapter: ReturnType<typeof projectAdapter>;
  /** The body's fields, to name the one that holds a password. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly effects: readonly Effect[];
  /** Signs a token that Convex accepts; throws through `onNeed` when there is no key yet. */
  readonly signToken: (subject: TokenSubject) => Promise<string | null>;
  /** Called when work is needed that this transaction must not do; then nothing of it is kept. */
  readonly onNeed: (need: Need) => void;
}

const SESSION_SECONDS = 7 * 24 * 3_600;
const UPDATE_SECONDS = 24 * 3_600;

export function authFor(request: AuthRequest) {
  const { origin, basePath, secret, cookiePrefix, adapter } = request;
  return betterAuth({
    ...{ baseURL: origin, basePath, secret, database: adapter },
    emailAndPassword: {
      ...{ enabled: true, minPasswordLength: 8, maxPasswordLength: 256 },
      password: {
        hash: async (password) => effectOf(request, "hash", password).hash,
        verify: async ({ password, hash }) => effectOf(request, "verify", password, hash).matches,
      },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: UPDATE_SECONDS, cookieCache: { enabled: false } },
    advanced: { cookiePrefix, disableOriginCheck: false, disableCSRFCheck: false, useSecureCookies: origin.startsWith("https:"), database: { generateId: false } },
    rateLimit: { enabled: false }, // counted in the transaction, before any work: attempt.ts
    logger: { disabled: true }, // it prints what it was given
    telemetry: { enabled: false },
    plugins: [bearer(), convexTokens(async (subject) => (await request.signToken(subject)) ?? stop(request, { kind: "signingKey" }))],
  });
}

function effectOf(request: AuthRequest, kind: "hash", text: string): Extract<Effect, { kind: "hash" }>;
function effectOf(request: AuthRequest, kind: "verify", text: string, hash: string): Extract<Effect, { kind: "verify" }>;
function effectOf({ body, effects, onNeed }: AuthRequest, kind: Effect["kind"], text: string, hash?: string): Effect {
  const field = Object.keys(body).find((name) => body[name] === text) ?? "password";
  const effect = effects.find((each) => each.kind === kind && each.field === field && (kind === "hash" || each.hash === hash));
  if (effect) return effect;
  return stop({ onNeed }, kind === "hash" ? { kind, field } : { kind, field, hash: hash! });
}

function stop({ onNeed }: Pick<AuthRequest, "onNeed">, need: Need): never {
  onNeed(need);
  // An APIError and no other: Better Auth prints what it does not know, with everything that it holds.
  throw new APIError("PRECONDITION_REQUIRED");
}
