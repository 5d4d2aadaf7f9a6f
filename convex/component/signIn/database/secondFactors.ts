/**
 * Second-factor rules that Better Auth lacks: a code is accepted only once (RFC 6238, section 5.2),
 * and a re-enrolment replaces nothing until a code of the new secret was correct.
 */
import { createOTP } from "@better-auth/utils/otp";
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { TenantReader } from "../../tenancy/database";
import { raiseStateVersion } from "../../users/stateVersion";
import type { Visit } from "../visit";

const STEP_MS = 30_000;
/** Accepted steps before and after the current one, for clock drift and slow typing. */
const WINDOW = 1;
/**
 * Limit in a running session, where Better Auth does not count wrong codes. Same value as at
 * sign-in.
 */
const MAXIMUM_FAILURES = 10;
const LOCK_MS = 15 * 60_000;
/** How long an enrolment may wait for its first code. */
const ENROLMENT_MS = 15 * 60_000;

type Factor = Doc<"twoFactors">;

export interface TypedCode {
  readonly userId: string;
  readonly code: string;
  /** A running session may confirm an enrolment; a sign-in may not. */
  readonly inSession: boolean;
  /** Unseals a secret. */
  readonly open: (sealed: string) => Promise<string>;
}

export class SecondFactors {
  constructor(private readonly ctx: Pick<Visit, "db" | "endpoint" | "now">) {}

  /** Whether to keep the row that Better Auth deletes when an enrolment starts. */
  isKept(row: Factor): boolean {
    return this.ctx.endpoint.traits.includes("enrolsSecondFactor") && isConfirmed(row);
  }

  /** Stores a new secret beside the confirmed one; returns null when there is no confirmed one. */
  async enrolAnew(data: Readonly<Record<string, unknown>>): Promise<Factor | null> {
    const { db, endpoint, now } = this.ctx;
    const row = await findFactor(db, String(data.userId));
    if (!row || !isConfirmed(row) || !endpoint.traits.includes("enrolsSecondFactor")) return null;
    const pending = {
      pendingSecret: String(data.secret),
      pendingBackupCodes: String(data.backupCodes),
      pendingSince: now,
    };
    return await db.patch("twoFactors", row, pending);
  }

  /**
   * Whether Better Auth may check the code. Compares and updates the last accepted step, so that
   * only one of two requests with the same code succeeds, and replaces the confirmed secret when
   * the code belongs to the pending one. Also true without a factor, because Better Auth has its
   * own error for that.
   */
  async acceptTotp({ userId, code, inSession, open }: TypedCode): Promise<boolean> {
    const { db, now } = this.ctx;
    const row = await findFactor(db, userId);
    if (!row) return true;
    const isCounted = inSession && isConfirmed(row);
    if (isCounted && (row.lockedUntil ?? 0) > now) throw locked();
    if (isConfirmed(row) || (inSession && isRecent(row.createdAt, now))) {
      const step = await findStep(await open(row.secret), code, now);
      if (step !== null && step > (row.lastStep ?? 0)) {
        await db.patch("twoFactors", row, { lastStep: step, ...(isCounted ? NO_FAILURES : {}) });
        return true;
      }
    }
    if (inSession && (await this.confirmPending(row, code, open))) return true;
    if (isCounted) await this.countFailure(row);
    return false;
  }

  /** Whether the user has a confirmed factor, after what this request has written. */
  async isOn(userId: string): Promise<boolean> {
    return (await this.ctx.db.get("users", userId))?.twoFactorEnabled === true;
  }

  /** Backup codes are shown before the factor is confirmed, but valid only afterwards. */
  async acceptBackupCode(userId: string): Promise<boolean> {
    const row = await findFactor(this.ctx.db, userId);
    return row === null || isConfirmed(row);
  }

  private async confirmPending(row: Factor, code: string, open: TypedCode["open"]) {
    const { db, now } = this.ctx;
    const { pendingSecret, pendingBackupCodes, pendingSince } = row;
    if (pendingSecret == null || !isRecent(pendingSince ?? 0, now)) return false;
    const step = await findStep(await open(pendingSecret), code, now);
    if (step === null) return false;
    await db.patch("twoFactors", row, {
      secret: pendingSecret,
      backupCodes: pendingBackupCodes ?? row.backupCodes,
      lastStep: step,
      verified: true,
      pendingSecret: null,
      pendingBackupCodes: null,
      pendingSince: null,
      ...NO_FAILURES,
      updatedAt: now,
    });
    // Devices trusted under the old factor must pass the new one.
    await raiseStateVersion(db, row.userId);
    return true;
  }

  private async countFailure(row: Factor): Promise<void> {
    const { db, now } = this.ctx;
    // An expired lock starts a new count, as at sign-in.
    const before = row.lockedUntil == null ? (row.failedVerificationCount ?? 0) : 0;
    const isLocked = before + 1 >= MAXIMUM_FAILURES;
    await db.patch("twoFactors", row, {
      failedVerificationCount: before + 1,
      lockedUntil: isLocked ? now + LOCK_MS : null,
    });
  }
}

const NO_FAILURES = { failedVerificationCount: 0, lockedUntil: null };

/** The same error as Better Auth's at sign-in. */
const locked = () =>
  new APIError("TOO_MANY_REQUESTS", {
    code: "ACCOUNT_TEMPORARILY_LOCKED",
    message: "Too many failed verification attempts. Your account is temporarily locked.",
  });

/** As in Better Auth: rows from before the field existed count as confirmed. */
const isConfirmed = ({ verified }: Factor): boolean => verified !== false;
const isRecent = (since: number, now: number): boolean => now - since <= ENROLMENT_MS;

/** Finds the latest step within the window with this code. */
async function findStep(secret: string, code: string, now: number): Promise<number | null> {
  const otp = createOTP(secret);
  const present = Math.floor(now / STEP_MS);
  let found: number | null = null;
  for (let step = present - WINDOW; step <= present + WINDOW; step++)
    if ((await otp.hotp(step)) === code) found = step;
  return found;
}

const findFactor = async (db: TenantReader, userId: string): Promise<Factor | null> =>
  await db.range("twoFactors", "byUser", (q) => q.eq("userId", userId)).unique();
