import { access } from "node:fs/promises";
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import type { App } from "./init/app";
import { LIVE_FUNCTION } from "./init/appFiles";

/** What the deployed app has of the runtime. */
export interface InstalledRuntime {
  /** Where the component is mounted; null when it has no `httpPrefix`. */
  readonly baseUrl: string | null;
  /** Whether Convex accepts its tokens: a provider of `auth.config.ts` names its issuer. */
  readonly isTrusted: boolean;
  /** Whether the app exports the queries of `authFunctions`. */
  readonly hasFunctions: boolean;
  /** Whether the app exports the query of `liveFunctions` under its usual name. */
  readonly hasLiveFunction: boolean;
}

/** Looks at what was pushed last; null when the component is not in it. */
export function findRuntime(
  { app, siteUrl }: Pick<LocalDeployment, "app" | "siteUrl">,
  component: string,
): InstalledRuntime | null {
  const { components, authProviders } = app();
  const installed = components.get(component);
  if (installed?.analysis.has("setup.js") !== true) return null;
  const baseUrl =
    installed.httpPrefix === null ? null : siteUrl + installed.httpPrefix.replace(/\/$/, "");
  const issuers = authProviders.map((provider) =>
    "issuer" in provider ? provider.issuer : provider.domain,
  );
  const exported = [...(components.get("")?.analysis ?? [])].map(([path, { functions }]) => ({
    path,
    names: functions.map(({ name }) => name),
  }));
  return {
    baseUrl,
    isTrusted: issuers.some((issuer) => issuer.replace(/\/$/, "") === baseUrl),
    hasFunctions: exported.some(
      ({ names }) => names.includes("currentUser") && names.includes("session"),
    ),
    hasLiveFunction: exported.some(({ path, names }) =>
      names.some((name) => `${path.replace(/\.js$/, "")}:${name}` === LIVE_FUNCTION),
    ),
  };
}

/** Describes what sign-in in a web page still needs, one line each. */
export async function describeMissing(
  { isTrusted, hasFunctions, baseUrl }: InstalledRuntime,
  { directory, functions }: Pick<App, "directory" | "functions">,
): Promise<string[]> {
  const isThere = async (name: string) =>
    (
      await Promise.allSettled(
        ["ts", "js"].map((type) => access(join(directory, functions, `${name}.${type}`))),
      )
    ).some(({ status }) => status === "fulfilled");
  const lines = [];
  if (!isTrusted && baseUrl !== null)
    lines.push(
      (await isThere("auth.config"))
        ? `${functions}/auth.config.ts has no provider with the issuer ${baseUrl}: Convex does not accept the runtime's tokens.`
        : `${functions}/auth.config.ts is missing: without it, Convex does not accept the runtime's tokens.`,
    );
  if (!hasFunctions)
    lines.push(
      (await isThere("auth"))
        ? `${functions}/auth.ts does not export the queries of authFunctions: the React hooks need them.`
        : `${functions}/auth.ts is missing: it exports the queries that the React hooks need.`,
    );
  if (lines.length > 0)
    lines.push(
      "Sign-in in web pages needs this. npx banata-auth init writes these files or shows what to add.",
    );
  return lines;
}
