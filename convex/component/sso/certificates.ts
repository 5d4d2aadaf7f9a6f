/** The certificates of a SAML connection, and the reminder before the last of them expires. */
import { v } from "convex/values";
import { invalidField } from "../core/errors";
import { parseCertificates } from "../saml/certificates";
import { SamlFault } from "../saml/fault";
import { tenantJob } from "../tenancy/functions";
import type { StoredSaml } from "./fields";
import { presentConnection, toTarget } from "./present";

const DAY_MS = 86_400_000;
/** Before the expiry. */
export const REMINDER_DAYS = 30;

type StoredCertificates = StoredSaml["idpCertificates"];

/** Throws 422 for the field. */
export function readCertificates(texts: readonly string[], field: string): StoredCertificates {
  try {
    const all = texts.flatMap((text) => parseCertificates(text));
    const byPem = new Map(all.map(({ pem, notAfter }) => [pem, { pem, expiresAt: notAfter }]));
    return [...byPem.values()];
  } catch (error) {
    if (error instanceof SamlFault)
      throw invalidField(field, error.message, error.rule.replaceAll("-", "_"));
    throw error;
  }
}

/** When the last certificate expires, and when to remind of it, as columns of the connection. */
export function toExpiry(
  certificates: StoredCertificates,
  now: number,
): { certificateExpiresAt: number | null; certificateRemindAt: number | undefined } {
  if (certificates.length === 0)
    return { certificateExpiresAt: null, certificateRemindAt: undefined };
  const expiresAt = Math.max(...certificates.map((each) => each.expiresAt));
  return {
    certificateExpiresAt: expiresAt,
    certificateRemindAt:
      expiresAt <= now ? undefined : Math.max(now, expiresAt - REMINDER_DAYS * DAY_MS),
  };
}

/**
 * Records `sso.connection.certificate_expiring`. Does nothing when the certificates were replaced
 * since, because the new ones have a reminder of their own.
 */
export const remind = tenantJob(
  { connectionId: v.string(), remindAt: v.number() },
  async (ctx, { connectionId, remindAt }) => {
    const row = await ctx.db.get("ssoConnections", connectionId);
    if (row?.certificateRemindAt !== remindAt) return;
    await ctx.db.patch("ssoConnections", row, { certificateRemindAt: undefined });
    const expiresAt = row.certificateExpiresAt;
    if (expiresAt === null || expiresAt <= ctx.now) return;
    const recorder = ctx.recorder(
      { type: "system", id: "expiry", name: null },
      { id: "expiry", ip: null, userAgent: null },
    );
    await recorder.record({
      type: "sso.connection.certificate_expiring",
      targets: [toTarget(row)],
      data: {
        ...(await presentConnection(ctx.db, row)),
        daysLeft: Math.ceil((expiresAt - ctx.now) / DAY_MS),
      },
      organizationId: row.organizationId,
    });
  },
);
