/**
 * What the session of a request has proved. Each proof counts as one or more kinds of factor; a
 * session is multi-factor when it has proofs of two independent kinds, however it came by them.
 */
import type { Doc } from "../../_generated/dataModel";
import type { NewSession } from "../../sessions/model";
import type { Proof } from "../endpoints";
import type { Visit } from "../visit";

type Kind = "knowledge" | "mailbox" | "account" | "possession" | "userVerification";

interface Meaning {
  readonly kinds: readonly Kind[];
  /** Answers the question for the second factor, so that it is not asked again. */
  readonly answersChallenge: boolean;
}

const firstFactor = (...kinds: Kind[]): Meaning => ({ kinds, answersChallenge: false });
const secondFactor = (...kinds: Kind[]): Meaning => ({ kinds, answersChallenge: true });

const meanings: Record<Proof, Meaning> = {
  password: firstFactor("knowledge"),
  mailbox: firstFactor("mailbox"),
  provider: firstFactor("account"),
  passkey: firstFactor("possession"),
  verifiedPasskey: secondFactor("possession", "userVerification"),
  totp: secondFactor("possession"),
  backupCode: secondFactor("possession"),
  trustedDevice: secondFactor("possession"),
  mailedCode: secondFactor("mailbox"),
};

/** Gone with the factor; a passkey stays. */
const OF_THE_FACTOR: readonly Proof[] = ["totp", "backupCode", "trustedDevice", "mailedCode"];

const isProof = (text: string): text is Proof => Object.hasOwn(meanings, text);
const proofsIn = (row: { readonly proofs?: readonly string[] } | null): Proof[] =>
  (row?.proofs ?? []).filter(isProof);

/**
 * A mailbox resets the password and is often what a provider's account hangs on, so neither is
 * independent of it: one of the two factors is something the person holds. A project that allows
 * mailed codes takes the mailbox for such a thing beside a password.
 */
export function isMultiFactor(proofs: readonly Proof[], mailedSecondFactor: boolean): boolean {
  const kinds = new Set(proofs.flatMap((proof) => meanings[proof].kinds));
  if (mailedSecondFactor && proofs.includes("mailedCode") && kinds.has("knowledge")) return true;
  return kinds.has("possession") && kinds.size > 1;
}

/** Whether the session's second factor was asked for and given, or is not needed. */
export const passedSecondFactor = (
  session: Pick<Doc<"sessions">, "multiFactor" | "proofs">,
): boolean =>
  session.multiFactor === true ||
  proofsIn(session).some((proof) => meanings[proof].answersChallenge);

type Context = Pick<Visit, "actors" | "db" | "endpoint" | "now" | "settings">;

export class SessionProofs {
  private begun: Doc<"sessions"> | null = null;
  private challenge: Doc<"verifications"> | null = null;
  private userVerified = false;
  /** This request has removed the user's confirmed factor. */
  factorRemoved = false;

  constructor(private readonly ctx: Context) {}

  /** The user verification flag of this request's assertion was set, and its signature holds. */
  noteUserVerified(): void {
    this.userVerified = true;
  }

  noteBegun(session: Doc<"sessions">): void {
    this.begun = session;
  }

  /** A verification that this request used up: perhaps the challenge that it answers. */
  noteUsed(verification: Doc<"verifications">): void {
    if (verification.proofs !== undefined) this.challenge = verification;
  }

  /** For a verification that replaces the session which this request began. */
  forChallenge(value: unknown): { proofs?: string[] } {
    return this.begun !== null && this.begun.userId === value
      ? { proofs: [...(this.begun.proofs ?? [])] }
      : {};
  }

  /** Whether the user has to be asked for the second factor before the new session is theirs. */
  get needsChallenge(): boolean {
    const { endpoint, settings } = this.ctx;
    if (endpoint.signsIn === null || meanings[endpoint.signsIn].answersChallenge) return false;
    if (endpoint.signsIn === "provider" && !settings.features.secondFactorAfterSocial) return false;
    return this.begun !== null && !passedSecondFactor(this.begun);
  }

  ofNewSession(
    userId: string,
    isImpersonation: boolean,
  ): Pick<NewSession, "proofs" | "authenticatedAt" | "multiFactor"> {
    const { actors, endpoint } = this.ctx;
    if (isImpersonation) return { multiFactor: false };
    const earlier = actors.shown?.userId === userId ? actors.shown : null;
    const proof = this.shownNow;
    if (proof !== null) return this.withStrength([...this.shownBefore(userId, earlier), proof]);
    // The session replaces the request's own: what that one has shown, and when.
    const kept = proofsIn(earlier).filter(
      (each) => !endpoint.acts.includes("removesSecondFactor") || !OF_THE_FACTOR.includes(each),
    );
    const authenticatedAt = earlier?.authenticatedAt ?? earlier?.createdAt;
    return { ...this.withStrength(kept), authenticatedAt };
  }

  /** The user's device was trusted after a second factor, and showed its token. */
  async trustDevice(): Promise<void> {
    if (this.begun) await this.add(this.begun.id, "trustedDevice");
  }

  /** A running session that has shown another proof is fresh again, and has it from then on. */
  async stepUp(): Promise<void> {
    const { actors, endpoint } = this.ctx;
    const [proof, shown] = [this.shownNow, actors.shown];
    if (endpoint.stepsUp === null || proof === null || shown === null) return;
    if (this.begun !== null && this.begun.userId !== shown.userId) return;
    await this.add(shown.id, proof);
  }

  private get shownNow(): Proof | null {
    const { signsIn, stepsUp } = this.ctx.endpoint;
    const proof = stepsUp ?? signsIn;
    return proof === "passkey" && this.userVerified ? "verifiedPasskey" : proof;
  }

  /** A sign-in begins anew; a step-up adds to the running session, or to the one in question. */
  private shownBefore(userId: string, earlier: Doc<"sessions"> | null): Proof[] {
    if (this.ctx.endpoint.stepsUp === null) return [];
    if (earlier) return earlier.impersonatedBy === null ? proofsIn(earlier) : [];
    return this.challenge?.value === userId ? proofsIn(this.challenge) : [];
  }

  private async add(sessionId: string, proof: Proof): Promise<void> {
    const { db, now } = this.ctx;
    const session = await db.get("sessions", sessionId);
    // Better Auth replaces the session at some of these endpoints; the new one has its proofs.
    if (!session || session.impersonatedBy !== null) return;
    const { proofs, multiFactor } = this.withStrength([...proofsIn(session), proof]);
    await db.patch("sessions", session, {
      proofs,
      multiFactor: multiFactor || session.multiFactor === true,
      authenticatedAt: now,
    });
  }

  private withStrength(proofs: readonly Proof[]) {
    const unique = [...new Set(proofs)];
    const { mailedSecondFactor } = this.ctx.settings.features;
    return { proofs: unique, multiFactor: isMultiFactor(unique, mailedSecondFactor) };
  }
}
