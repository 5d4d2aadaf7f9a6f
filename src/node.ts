/**
 * The functions that need Node, which a component cannot have. The installing app exports them from
 * a file whose first line is `"use node"`. Needs the package `nodemailer`.
 *
 * ```ts
 * // convex/banataNode.ts
 * "use node";
 * export * from "@banata-auth/convex/node";
 * ```
 *
 * `nodeRegistration` registers them with the component.
 */
import { lookup } from "node:dns/promises";
import { internalActionGeneric } from "convex/server";
import { v, type Infer } from "convex/values";
import { createTransport } from "nodemailer";
import { pinnedAsk, type Report as AskReport } from "./pinnedAsk";
import { pinnedPost, type Report as DeliveryReport } from "./pinnedPost";
import { isPublicAddress } from "../convex/component/core/networkAddresses";

/** Timeout of connecting, of the greeting, and of any silence after it. */
const SMTP_STEP_TIMEOUT_MS = 10_000;
/** Timeout of a whole send, shorter than the component's lease on an attempt. */
const SMTP_TIMEOUT_MS = 40_000;

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
  id: v.string(),
  to: v.string(),
  fromEmail: v.string(),
  fromName: nullable,
  replyTo: nullable,
  subject: v.string(),
  html: v.string(),
  text: v.string(),
});
/**
 * `retry`: a temporary failure. `failed`: a permanent one. Reasons are our own words, because a
 * server's reply may repeat what it was sent.
 */
const reportValidator = v.union(
  v.object({ kind: v.literal("sent") }),
  v.object({ kind: v.union(v.literal("retry"), v.literal("failed")), reason: v.string() }),
);

type Server = Infer<typeof serverValidator>;
type Message = Infer<typeof messageValidator>;
type Report = Infer<typeof reportValidator>;

/**
 * Sends one mail over SMTP. Only the component calls it; it is internal, so it cannot be called
 * from the internet.
 */
export const sendMail = internalActionGeneric({
  args: { server: serverValidator, message: messageValidator },
  returns: reportValidator,
  handler: async (_ctx, { server, message }): Promise<Report> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Report>(
      (resolve) =>
        void (timer = setTimeout(() => resolve(retry("smtp timed out")), SMTP_TIMEOUT_MS)),
    );
    try {
      return await Promise.race([sendOverSmtp(server, message), late]);
    } finally {
      clearTimeout(timer);
    }
  },
});

const retry = (reason: string): Report => ({ kind: "retry", reason });
const failed = (reason: string): Report => ({ kind: "failed", reason });

async function sendOverSmtp(server: Server, message: Message): Promise<Report> {
  const address = await resolveAddress(server).catch(() => null);
  if (address === null) return retry("The SMTP server's name does not resolve to an address");
  if (address === "private") return failed("The SMTP server's name resolves to a private address");
  try {
    await createTransportTo(server, address).sendMail(toMail(message));
    return { kind: "sent" };
  } catch (error) {
    return toReport(error);
  }
}

/**
 * Resolves the name once. The checked address is the one that is connected to, so a later change of
 * the name (DNS rebinding) has no effect.
 */
async function resolveAddress({ host, onThisMachine }: Server): Promise<string | null> {
  if (onThisMachine) return host.replace(/^\[|\]$/g, "");
  const found = await lookup(host, { all: true, verbatim: false });
  return found.every(({ address }) => isPublicAddress(address))
    ? (found[0]?.address ?? null)
    : "private";
}

/**
 * Credentials and mails are always encrypted: STARTTLS is required, except for this machine itself.
 */
function createTransportTo(
  { host, port, secure, username, password, onThisMachine }: Server,
  address: string,
) {
  const isLoopback = onThisMachine && /^(localhost|127\..*|\[::1\])$/.test(host);
  return createTransport({
    host: address,
    port,
    secure,
    requireTLS: !secure && !isLoopback,
    ignoreTLS: isLoopback,
    ...(isLoopback ? {} : { tls: { servername: host } }),
    ...(username === null ? {} : { auth: { user: username, pass: password ?? "" } }),
    dnsTimeout: SMTP_STEP_TIMEOUT_MS,
    connectionTimeout: SMTP_STEP_TIMEOUT_MS,
    greetingTimeout: SMTP_STEP_TIMEOUT_MS,
    socketTimeout: SMTP_STEP_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

const toMail = ({ id, to, fromEmail, fromName, replyTo, subject, html, text }: Message) => ({
  from: { name: fromName ?? "", address: fromEmail },
  // An object, because nodemailer parses a string as a list of addresses.
  to: { name: "", address: to },
  ...(replyTo === null ? {} : { replyTo: { name: "", address: replyTo } }),
  subject,
  html,
  text,
  // The same in every attempt, so that receivers can recognize duplicates.
  messageId: `<${id}@${fromEmail.split("@").at(-1)}>`,
  headers: { "Auto-Submitted": "auto-generated" }, // RFC 3834 §5
});

/** 4yz replies are temporary, 5yz permanent (RFC 5321 §4.2.1). */
function toReport(error: unknown): Report {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }; // nodemailer's errors; any other error has neither
  if (code === "ETLS") return retry("smtp offers no trusted TLS connection");
  if (typeof responseCode === "number" && responseCode >= 400) {
    if (responseCode < 500) return retry(`smtp answered ${responseCode}`);
    return failed(
      code === "EAUTH"
        ? `smtp refused the username or password (${responseCode})`
        : `smtp answered ${responseCode}`,
    );
  }
  if (code === "EAUTH" || code === "ENOAUTH")
    return failed("smtp does not support signing in with a username and password");
  if (code === "EENVELOPE" || code === "EMESSAGE")
    return failed("smtp rejected the sender or recipient address");
  return retry("smtp did not respond");
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

/** Sends one webhook. Only the component calls it, like `sendMail`. */
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

const askReportValidator = v.union(
  v.object({
    kind: v.literal("answered"),
    status: v.number(),
    headers: v.record(v.string(), v.string()),
    body: v.string(),
  }),
  v.object({
    kind: v.literal("failed"),
    error: v.union(
      v.literal("timeout"),
      v.literal("connection"),
      v.literal("private_address"),
      v.literal("unresolved_name"),
      v.literal("too_large"),
      v.literal("encoded"),
    ),
  }),
);

/**
 * Sends a request to an identity provider and returns its answer. Only the component calls it, like
 * `sendMail`.
 */
export const ask = internalActionGeneric({
  args: {
    url: v.string(),
    method: v.union(v.literal("GET"), v.literal("POST")),
    headers: v.record(v.string(), v.string()),
    body: nullable,
    maximumBytes: v.number(),
    timeoutMs: v.number(),
    onThisMachine: v.boolean(),
  },
  returns: askReportValidator,
  handler: async (_ctx, { onThisMachine, ...question }): Promise<AskReport> =>
    await pinnedAsk(question, onThisMachine),
});
