import type { LocalFacts } from "./localFiles";

/** The message after a start, with a snippet that runs unchanged. */
export function summary(
  { cloudUrl, siteUrl, baseUrl, projectId, apiKey }: LocalFacts,
  seconds: number,
): string {
  return `
Ready in ${seconds.toFixed(1)} s. Changes in convex/ are deployed when you save. Press Ctrl-C to stop. Data is stored in .banata/.

  Convex clients   ${cloudUrl}
  HTTP actions     ${siteUrl}
  Auth base URL    ${baseUrl}
  Project          Development (${projectId})
  API key          ${apiKey}

import { BanataAuth } from "@banata-auth/convex";

const banata = new BanataAuth({ apiKey: "${apiKey}", baseUrl: "${baseUrl}" });
await banata.users.createUser({ email: \`ada+\${Date.now()}@example.com\`, name: "Ada" });
console.log(await banata.users.listUsers());

These values are also in .banata/local.json. To use the CLI: npx convex <command> --env-file .banata/convex.env
`;
}
