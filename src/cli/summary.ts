import type { LocalFacts } from "./localFiles";

/** What a start prints besides the facts. */
export interface SummaryDetails {
  readonly mailboxUrl: string;
  /** Signs in to the console, once. */
  readonly consoleLink: string | null;
  /** Since the command was entered. */
  readonly seconds: number;
  /** Lines about what the app lacks. */
  readonly notes: readonly string[];
}

/** The message after a start, with a snippet that runs unchanged. */
export function summary(
  { cloudUrl, siteUrl, baseUrl, projectId, apiKey }: LocalFacts,
  { mailboxUrl, consoleLink, seconds, notes }: SummaryDetails,
): string {
  return `
Ready in ${seconds.toFixed(1)} s. Changes in convex/ are deployed when you save. Press Ctrl-C to stop. Data is stored in .banata/.

  Convex clients   ${cloudUrl}
  HTTP actions     ${siteUrl}
  Auth base URL    ${baseUrl}
  Mailbox          ${mailboxUrl}
  Project          Development (${projectId})
  API key          ${apiKey}
${consoleLink === null ? "" : `  Console          ${consoleLink}\n`}${formatNotes(notes)}
import { BanataAuth } from "@banata-auth/convex";

const banata = new BanataAuth({ apiKey: "${apiKey}", baseUrl: "${baseUrl}" });
await banata.users.createUser({ email: \`ada+\${Date.now()}@example.com\`, name: "Ada" });
console.log(await banata.users.listUsers());

These values are also in .banata/local.json. To use the CLI: npx convex <command> --env-file .banata/convex.env
`;
}

/** Formats lines about what the app lacks; empty when it lacks nothing. */
export const formatNotes = (notes: readonly string[]) =>
  notes.length === 0 ? "" : `\n${notes.map((note) => `  ! ${note}`).join("\n")}\n`;
