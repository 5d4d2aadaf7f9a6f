/** Validation of a project's SMTP settings. */
import { isLoopback, isPublicName } from "../core/webAddresses";
import type { Doc } from "../_generated/dataModel";
import { invalidField, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { isOnThisMachine } from "../core/siteUrl";
import type { WriteContext } from "../tenancy/functions";
import type { emails } from "./contract";
import { sealApiKey } from "./providers";
import { NODE_FILE_NEEDED } from "./smtp";

type Row = Doc<"mailProviders">;
type Input = OperationInput<(typeof emails)["saveProvider"]>;
type SmtpServer = NonNullable<Row["smtp"]>;

const TLS_PORT = 465;
const SUBMISSION_PORT = 587;

export async function smtpFields(
  ctx: WriteContext,
  before: Row | null,
  input: Input,
): Promise<{ smtp: SmtpServer; sealedApiKey: string }> {
  if (!(await ctx.hasNodeFile())) throw problem("not_available", NODE_FILE_NEEDED);
  const { host, port, secure = port === TLS_PORT, username = null, password } = input;
  for (const field of ["apiKey", "domain", "region"] as const)
    if (input[field] !== undefined) throw invalidField(field, "Not allowed for smtp");
  if (host === undefined) throw invalidField("host", "Required for smtp", "required");
  assertReachable(host);
  const smtp = { host, port: port ?? (secure ? TLS_PORT : SUBMISSION_PORT), secure, username };
  return { smtp, sealedApiKey: await sealedPassword(ctx, before, smtp, password) };
}

/**
 * A stored password is kept only for the same server and username. Otherwise anyone who may change
 * the settings could have it sent to a server they control.
 */
async function sealedPassword(
  ctx: WriteContext,
  before: Row | null,
  smtp: SmtpServer,
  password: string | undefined,
): Promise<string> {
  if (smtp.username === null) {
    if (password !== undefined)
      throw invalidField("username", "Required when password is set", "required");
    return "";
  }
  if (password !== undefined) return await sealApiKey(ctx.db.projectId, "smtp", password);
  const { host, port, secure, username } = before?.smtp ?? {};
  const isSame =
    host === smtp.host &&
    port === smtp.port &&
    secure === smtp.secure &&
    username === smtp.username;
  if (!isSame || !before?.sealedApiKey)
    throw invalidField(
      "password",
      "Required when username is set, and again whenever the server or username changes",
      "required",
    );
  return before.sealedApiKey;
}

/**
 * Requires a public host name; a local deployment may also use a loopback address. The resolved
 * address is checked when connecting (src/node.ts).
 */
function assertReachable(host: string): void {
  if (isPublicName(host) || (isLoopback(host) && isOnThisMachine())) return;
  throw invalidField("host", "Expected a public host name");
}
