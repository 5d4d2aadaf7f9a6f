/** Changes that a request makes, of users and of groups. */
import { internal } from "../../_generated/api";
import type { Asking, Write } from "./asking";
import { runGroupWrite } from "./groupRequests";
import type { ResourceAnswer } from "./users";

export const runWrite = async (asking: Asking, write: Write): Promise<ResourceAnswer> =>
  write.kind === "User" ? await runUserWrite(asking, write) : await runGroupWrite(asking, write);

const runUserWrite = async (
  { ctx, transactions, projectId, tokenHash, baseUrl, sender, requestId }: Asking,
  { method, id, ifMatch, selection, body }: Write,
): Promise<ResourceAnswer> =>
  await transactions.run(
    async () =>
      await ctx.runMutation(internal.directories.protocol.calls.write, {
        ...{ projectId, tokenHash, baseUrl, method, id, ifMatch, selection },
        body: JSON.stringify(body),
        request: { id: requestId, ...sender },
      }),
  );
