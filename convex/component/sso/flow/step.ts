/**
 * One step of a sign-in through SSO, in the transaction of one end user's request: what it concerns,
 * what it asks the HTTP action, and how it is refused.
 */
import { sha256 } from "../../core/secrets";
import type { Effect, Need } from "../../signIn/effects";
import { stopForNeed } from "../../signIn/settings/stopForNeed";
import type { Visit } from "../../signIn/visit";
import type { Connection } from "./connections";
import { canSignProfiles } from "./profileToken";
import { sealQuestion, type Answer, type Question } from "./question";
import { mayStillEnd } from "./redirects";
import { refusalError } from "./refusal";
import type { SsoRule } from "./rules";
import type { Start } from "./starts";

interface RefusalDetails {
  /** Contains nothing of the response. */
  readonly detail?: string | null;
  readonly userId?: string | undefined;
}

export class Step {
  /** What a refusal concerns. */
  private connection: Connection | null = null;
  private start: Start | null = null;
  private isTest = false;

  constructor(
    readonly visit: Visit,
    private readonly onNeed: (need: Need) => void,
  ) {}

  /** Null when the project has no such connection. */
  async findConnection(id: string): Promise<Connection | null> {
    this.connection = await this.visit.db.get("ssoConnections", id);
    return this.connection;
  }

  /** Refuses a start that was not found, or that may no longer end where it was begun for. */
  async requireStart(start: Start | null): Promise<Start> {
    this.start = start;
    this.noteFlow(start);
    if (start === null) return this.refuse("start_unknown");
    if (!(await mayStillEnd(this.visit, start))) return this.refuse("redirect_unregistered");
    return start;
  }

  /** A refusal shows its rule to an administrator who tests, also before the start is verified. */
  noteFlow(start: Pick<Start, "flow"> | null): void {
    if (start?.flow === "test") this.isTest = true;
  }

  /** The connection of the start, if it still is what it was when the sign-in began. */
  async requireConnection({ connectionId, connectionVersion, flow }: Start): Promise<Connection> {
    const connection = await this.findConnection(connectionId);
    const isUsable =
      flow === "test" ? connection?.state !== "draft" : connection?.state === "active";
    if (!connection || !isUsable) return this.refuse("connection_inactive");
    if (connection.version !== connectionVersion) return this.refuse("connection_changed");
    return connection;
  }

  /** `browser`: the value of the browser's cookie. */
  async requireBrowser({ cookieHash }: Start, browser: string | null): Promise<void> {
    if (browser === null || (await sha256(browser)) !== cookieHash) this.refuse("browser_changed");
  }

  /**
   * The action's answer to a question, which ends the transaction if it was not asked yet. `claims`:
   * the start that only this request may then continue.
   */
  async ask<K extends Question["kind"]>(
    kind: K,
    question: () => Promise<Extract<Question, { kind: K }>>,
    claims: string | null = null,
  ): Promise<Extract<Answer, { kind: K }>> {
    const { projectId } = this.visit.db;
    for (const answer of this.visit.effects.flatMap(toAnswers)) {
      if (answer.kind === kind) return answer as Extract<Answer, { kind: K }>; // as compared
      if (answer.kind === "refused" && answer.asked === kind)
        return this.refuse(answer.rule, { detail: answer.detail });
    }
    return stopForNeed(this.onNeed, {
      kind: "sso",
      projectId,
      question: await sealQuestion(projectId, await question()),
      claims,
    });
  }

  /** Ends the transaction if the project has no key yet that signs tokens. */
  async requireSigningKey(): Promise<void> {
    const { db, now } = this.visit;
    if (await canSignProfiles(db, now)) return;
    stopForNeed(this.onNeed, { kind: "signingKey", projectId: db.projectId });
  }

  refuse(rule: SsoRule, { detail = null, userId }: RefusalDetails = {}): never {
    throw refusalError({
      rule,
      detail,
      connectionId: this.connection?.id ?? null,
      startHash: this.start?.startHash ?? null,
      userId: userId ?? null,
      errorUri: rule === "redirect_unregistered" ? null : (this.start?.errorUri ?? null),
      isTest: this.isTest,
    });
  }
}

const toAnswers = (effect: Effect): Answer[] =>
  effect.kind === "sso" ? [JSON.parse(effect.answer) as Answer] : []; // written by answer.ts
