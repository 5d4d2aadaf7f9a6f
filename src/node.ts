/**
 * What needs Node and so cannot be in a component: the file that the installing app exports it from
 * has `"use node"` as its first line. Needs the package `nodemailer`.
 *
 * ```ts
 * // convex/banataNode.ts
 * "use node";
 * export * from "@banata-auth/convex/node";
 * ```
 *
 * The component gets it by `nodeRegistration`.
 */
import { lookup } from "node:dns/promises";
import { internalActionGeneric } from "convex/server";
import { v, type Infer } from "convex/values";
import { createTransport } from "nodemailer";
import { pinnedPost, type Report as DeliveryReport } from "./pinnedPost";
import { isPublicAddress } from "../convex/component/core/networkAddresses";

const SECOND = 1_000;
/** For connecting, for the greeting, and for any silence after it. */
const PATIENCE = 10 * SECOND;
/** For all of it: shorter than the time after which the component takes an attempt for lost. */
const TOTAL = 40 * SECOND;

const nullable = v.union(v.string(), v.null());
const serverValidator = v.object({
  host: v.string(),
  port: v.number(),
  secure: v.boolean(),
  username: nullable,
  password: nullable,
  onThisMachine: v.boolean(),
});
const messageValidator = v.object({
  ...{
    id: v.string(),
    to: v.string(),
    fromEmail: v.string(),
    fromName: nullable,
    replyTo: nullable,
  },
  ...{ subject: v.string(), html: v.string(), text: v.string() },
});
/**
 * `retry`: worth another attempt. `failed`: it will be the same again. Reasons are our words: a
 * server's may repeat what it was sent.
 */
const reportValidator = v.union(
  v.object({ kind: v.literal("sent") }),
  v.object({ kind: v.union(v.literal("retry"), v.literal("failed")), reason: v.string() }),
);

type Server = Infer<typeof serverValidator>;
type Message = Infer<typeof messageValidator>;
type Report = Infer<typeof reportValidator>;

/**
 * Sends one mail over SMTP. Called by the component alone; internal, so nothing of it is reachable
 * from the internet.
 */
export const sendMail = internalActionGeneric({
  args: { server: serverValidator, message: messageValidator },
  returns: reportValidator,
  handler: async (_ctx, { server, message }): Promise<Report> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Report>(
      (resolve) => void (timer = setTimeout(() => resolve(retry("smtp takes too long")), TOTAL)),
    );
    try {
      return await Promise.race([attempt(server, message), late]);
    } finally {
      clearTimeout(timer);
    }
  },
});

const retry = (reason: string): Report => ({ kind: "retry", reason });
const failed = (reason: string): Report => ({ kind: "failed", reason });

async function attempt(server: Server, message: Message): Promise<Report> {
  const address = await addressOf(server).catch(() => null);
  if (address === null) return retry("The SMTP server's name has no address");
  if (address === "private") return failed("The SMTP server's name leads into a private network");
  try {
    await transportTo(server, address).sendMail(mailOf(message));
    return { kind: "sent" };
  } catch (error) {
    return reportOf(error);
  }
}

/**
 * Resolved once, checked, and then connected to: a name that says something else the next time
 * changes nothing.
 */
async function addressOf({ host, onThisMachine }: Server): Promise<string | null> {
  if (onThisMachine) return host.replace(/^\[|\]$/g, "");
  const found = await lookup(host, { all: true, verbatim: false });
  return found.every(({ address }) => isPublicAddress(address))
    ? (found[0]?.address ?? null)
    : "private";
}

/** Credentials and mails never go in clear: STARTTLS is a must, except to this machine itself. */
function transportTo(
  { host, port, secure, username, password, onThisMachine }: Server,
  address: string,
) {
  const isLoopback = onThisMachine && /^(localhost|127\..*|\[::1\])$/.test(host);
  return createTransport({
    ...{ host: address, port, secure, requireTLS: !secure && !isLoopback, ignoreTLS: isLoopback },
    ...(isLoopback ? {} : { tls: { servername: host } }),
    ...(username === null ? {} : { auth: { user: username, pass: password ?? "" } }),
    ...{
      dnsTimeout: PATIENCE,
      connectionTimeout: PATIENCE,
      greetingTimeout: PATIENCE,
      socketTimeout: PATIENCE,
    },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}

const mailOf = ({ id, to, fromEmail, fromName, replyTo, subject, html, text }: Message) => ({
  from: { name: fromName ?? "", address: fromEmail },
  // As an object: no text of a caller's is parsed as a list of addresses.
  to: { name: "", address: to },
  ...(replyTo === null ? {} : { replyTo: { name: "", address: replyTo } }),
  ...{ subject, html, text },
  // The same in every attempt, so that a mail which arrives twice can be known.
  messageId: `<${id}@${fromEmail.split("@").at(-1)}>`,
  headers: { "Auto-Submitted": "auto-generated" }, // RFC 3834 §5
});

/** 4yz may pass and 5yz stays (RFC 5321 §4.2.1). */
function reportOf(error: unknown): Report {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }; // nodemailer's errors; of any other both are absent
  if (code === "ETLS") return retry("smtp offers no TLS that can be trusted");
  if (typeof responseCode === "number" && responseCode >= 400) {
    if (responseCode < 500) return retry(`smtp answered ${responseCode}`);
    return failed(
      code === "EAUTH"
        ? `smtp refused the username or the password (${responseCode})`
        : `smtp answered ${responseCode}`,
    );
  }
  if (code === "EAUTH" || code === "ENOAUTH")
    return failed("smtp has no way to sign in with a username and a password");
  if (code === "EENVELOPE" || code === "EMESSAGE")
    return failed("smtp cannot send a mail to or from such an address");
  return retry("smtp does not answer");
}

const deliveryReportValidator = v.union(
  v.object({
    kind: v.literal("answered"),
    status: v.number(),
    retryAfter: nullable,
    response: v.string(),
  }),
  v.object({
    kind: v.literal("failed"),
    error: v.union(
      v.literal("timeout"),
      v.literal("connection"),
      v.literal("private_address"),
      v.literal("unresolved_name"),
    ),
  }),
);

/** Sends one webhook. Called by the component alone, as `sendMail` is. */
export const deliver = internalActionGeneric({
  args: {
    url: v.string(),
    headers: v.record(v.string(), v.string()),
    body: v.string(),
    onThisMachine: v.boolean(),
  },
  returns: deliveryReportValidator,
  handler: async (_ctx, { onThisMachine, ...post }): Promise<DeliveryReport> =>
    await pinnedPost(post, onThisMachine),
});
