import type { LocalFacts } from "./localFiles";

/** What a developer needs after a start, with a snippet that runs as it is. */
export function summary(
  { cloudUrl, siteUrl, baseUrl, projectId, apiKey }: LocalFacts,
  seconds: number,
): string {
  return `
Ready in ${seconds.toFixed(1)} s. Changes in convex/ are deployed as you save; Ctrl-C stops. Data stays in .banata/.

  Convex clients   ${cloudUrl}
  HTTP actions     ${siteUrl}
  Auth base URL    ${baseUrl}
  Project          Development (${projectId})
  API key          ${apiKey}

import { BanataAuth } from "@banata-auth/convex";

const banata = new BanataAuth({ apiKey: "${apiKey}", baseUrl: "${baseUrl}" });
await banata.users.createUser({ email: \`ada+\${Date.now()}@example.com\`, name: "Ada" });
console.log(await banata.users.listUsers());

The same facts are in .banata/local.json. For the CLI: npx convex <command> --env-file .banata/convex.env
`;
}
