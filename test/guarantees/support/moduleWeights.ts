/**
 * How much code a call may evaluate before its function runs. Convex evaluates a function's modules
 * in a fresh context at every call, so an import that is too wide costs every call.
 */
import { posix } from "node:path";
import type { PushedModule } from "./capturedPush";

/** By class, in KiB. */
const LIMITS = { management: 430, "sign-in": 450, "http action": 400, job: 530 } as const;
export type FunctionClass = keyof typeof LIMITS;

/** Modules that need more, in KiB, and what for. */
const EXCEPTIONS: Readonly<Record<string, { kibibytes: number; reason: string }>> = {
  "domains/functions.js": { kibibytes: 685, reason: "the public suffixes" },
  "organizations/functions.js": {
    kibibytes: 580,
    reason: "deletion and selection of organizations, and its contract",
  },
  "sso/functions.js": { kibibytes: 570, reason: "jose, which signs the token of a test" },
  "projects/functions.js": { kibibytes: 550, reason: "jose, which reads Apple's client secret" },
  "users/functions.js": { kibibytes: 520, reason: "its contract, and sign-in's table of sessions" },
  "directories/functions.js": { kibibytes: 510, reason: "SCIM's schemas" },
  "signIn/perform.js": { kibibytes: 1_375, reason: "Better Auth" },
  "signIn/performSso.js": { kibibytes: 1_665, reason: "Better Auth and the XML of SAML" },
  "signIn/performPasskey.js": { kibibytes: 1_840, reason: "Better Auth and WebAuthn" },
  "secretRotation/reseal.js": { kibibytes: 815, reason: "Better Auth's encryption" },
  "secretRotation/status.js": { kibibytes: 815, reason: "Better Auth's encryption" },
};

export function toClass(path: string): FunctionClass {
  if (path === "http.js") return "http action";
  if (path.endsWith("/functions.js") || path.startsWith("tenancy/")) return "management";
  return path.startsWith("signIn/") || path.startsWith("sessions/") ? "sign-in" : "job";
}

/** KiB that the functions of a module may evaluate. */
export const weightLimit = (path: string): number =>
  EXCEPTIONS[path]?.kibibytes ?? LIMITS[toClass(path)];

/** The exceptions whose limit is far above what their module weighs, or which do not exist. */
export const staleExceptions = (weights: ReadonlyMap<string, number>): string[] =>
  Object.keys(EXCEPTIONS).filter((path) => (weights.get(path) ?? 0) < 0.93 * weightLimit(path));

/** The module and all that its evaluation evaluates. */
export function behind(
  module: PushedModule,
  modules: readonly PushedModule[],
  found = new Set<PushedModule>(),
): PushedModule[] {
  if (found.has(module)) return [...found];
  found.add(module);
  for (const [, specifier] of module.source.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) {
    const path = posix.join(posix.dirname(module.path), specifier!); // the pattern has one group
    const next = modules.find((each) => each.path === path);
    if (next) behind(next, modules, found);
  }
  return [...found];
}

export const countBytes = (modules: readonly PushedModule[]): number =>
  modules.reduce((sum, { source }) => sum + Buffer.byteLength(source), 0);
