import { z } from "zod";
import type { AuthProvider, Runner } from "../types";
import type { Deployment } from "./deployment";
import type { Environment } from "./environment";
import { toMessage, RequestError } from "./requestError";

export const authConfigPath = "auth.config.js";

const withScheme = (domain: string) => (/^https?:\/\//.test(domain) ? domain : `https://${domain}`);

const authConfig = z.object({
  providers: z.array(
    z.union([
      z.object({
        type: z.literal("customJwt"),
        issuer: z.string().transform(withScheme),
        jwks: z.string(),
        algorithm: z.enum(["RS256", "ES256", "EdDSA"]),
        applicationID: z
          .string()
          .nullish()
          .transform((id) => id ?? null),
      }),
      z.object({ domain: z.string().transform(withScheme), applicationID: z.string() }),
    ]),
  ),
});

/**
 * Evaluates `auth.config.ts` of a deployment with these variables. Without the file there are no
 * providers. Throws a RequestError: `AuthConfigMissingEnvironmentVariable` when it reads an unset
 * variable, `InvalidAuthConfig` otherwise.
 */
export async function evaluateAuthProviders(
  runner: Runner,
  deployment: Deployment,
  environment: Environment,
): Promise<AuthProvider[]> {
  const module = deployment.definitions
    .get("")
    ?.modules.find(({ path }) => path === authConfigPath);
  if (module === undefined) return [];
  let exported: unknown;
  try {
    exported = await runner.evaluateExport(module, environment, "value");
  } catch (error) {
    throw refusal(toMessage(error));
  }
  const parsed = authConfig.safeParse(exported);
  if (!parsed.success) {
    throw new RequestError(
      400,
      "InvalidAuthConfig",
      `auth.config.ts does not export a valid auth config:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data.providers;
}

function refusal(message: string): RequestError {
  // The CLI looks for "Environment variable <name>" and prints how to set it.
  const missing = /Environment variable (\S+)/.exec(message);
  if (missing === null) return new RequestError(400, "InvalidAuthConfig", message);
  return new RequestError(
    400,
    "AuthConfigMissingEnvironmentVariable",
    `Environment variable ${missing[1]} is used in auth config file but its value was not set.`,
  );
}
