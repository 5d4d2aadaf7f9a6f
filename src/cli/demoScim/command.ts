import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, command, type Command } from "../command";
import { DEMO_DOMAIN } from "../demoIdp/person";
import { LocalFiles } from "../localFiles";
import { onStopSignal } from "../stopSignal";
import { commandList, runLine } from "./console";
import { assigned } from "./people";
import type { Provisioning } from "./provisioning";
import { startDemoScim, type StartedScim } from "./start";

/** So that a person can see the users arrive one by one. */
const PAUSE_MS = 400;

export const demoScimCommand: Command = command({
  name: "demo-scim",
  summary: "Fills a directory of the local deployment by SCIM, as an identity provider does.",
  options: { component: { type: "string", default: "banataAuth" } },
  optionHelp: { component: ["<path>", "the component's name in the app (default: banataAuth)"] },
  notes: `Needs a running banata-auth dev in the same directory. Then type:\n\n${commandList}`,
  run: async ({ component = "banataAuth" }) => {
    const demo = await startDemoScim(new LocalFiles(process.cwd()), {
      component,
      log: console.log,
    });
    console.log(summary(demo));
    for (const person of assigned)
      if (await demo.provisioning.assign(person)) await sleep(PAUSE_MS);
    console.log(`\nType a command, or press Ctrl-C to stop:\n\n${commandList}\n`);
    return await runLines(demo.provisioning);
  },
});

/** Until the end of the input. Returns 1 when a line of a file or pipe failed. */
async function runLines(provisioning: Provisioning): Promise<number> {
  const { stdin: input, stdout: output } = process;
  const lines = createInterface({ input, output, prompt: "> " });
  const release = onStopSignal(() => lines.close());
  let failed = false;
  lines.prompt();
  for await (const line of lines) {
    try {
      for (const shown of await runLine(provisioning, line)) console.log(shown);
    } catch (error) {
      failed = true;
      console.error(error instanceof CommandError ? error.message : error);
    }
    lines.prompt();
  }
  release();
  return failed && !input.isTTY ? 1 : 0;
}

const summary = ({ organizationId, directoryId, baseUrl }: StartedScim): string => `
The demo directory sends users to ${baseUrl}.

  Organization     Demo (${organizationId}), with the verified domain ${DEMO_DOMAIN}
  Directory        ${directoryId}

It assigns ${assigned.length} people. To sign in as one of them, run banata-auth demo-idp as well.
`;
