/**
 * Tenants of any size, written straight into the store: through operations ten thousand members
 * would take minutes.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { newId, type IdKind } from "../../convex/component/core/ids";
import type schema from "../../convex/component/schema";

type Table = keyof typeof schema.tables;
type Row = Parameters<ReturnType<LocalDeployment["database"]["begin"]>["insert"]>[2];

const ROWS_PER_TRANSACTION = 1_000;
const now = Date.now();
const id = (kind: IdKind) => newId(kind, now);

/** Collects rows of one project and commits them in batches. */
export class Seeding {
  private rows: (readonly [table: Table, row: Row])[] = [];

  constructor(
    private readonly deployment: LocalDeployment,
    private readonly projectId: string,
  ) {}

  async add(table: Table, row: Row): Promise<void> {
    this.rows.push([table, { projectId: this.projectId, ...row }]);
    if (this.rows.length >= ROWS_PER_TRANSACTION) await this.commit();
  }

  async commit(): Promise<void> {
    const transaction = this.deployment.database.begin();
    for (const [table, row] of this.rows.splice(0)) transaction.insert("banataAuth", table, row);
    await transaction.commit();
    await new Promise((resolve) => setTimeout(resolve)); // the deployment is in this process: its sockets want their turn
  }

  async organization(memberCount = 0): Promise<string> {
    const organizationId = id("organization");
    const fields = {
      name: "Seeded",
      slug: organizationId.toLowerCase().replace("_", "-"),
      logo: null,
      metadata: "{}",
      requireMfa: false,
      ssoEnforced: false,
      allowedEmailDomains: [],
      maxMembers: null,
    };
    await this.add("organizations", {
      id: organizationId,
      ...fields,
      memberCount,
      state: "active",
      createdAt: now,
      updatedAt: now,
    });
    return organizationId;
  }

  async user(memberships = 0): Promise<string> {
    const userId = id("user");
    const nothing = {
      image: null,
      username: null,
      phoneNumber: null,
      phoneNumberVerified: false,
      banned: false,
      banReason: null,
      banExpires: null,
      twoFactorEnabled: false,
    };
    const name = {
      email: `${userId.toLowerCase()}@example.com`,
      emailVerified: true,
      name: "Seeded",
      searchName: `seeded\0${userId}`,
    };
    await this.add("users", {
      id: userId,
      ...name,
      ...nothing,
      roles: ["user"],
      metadata: "{}",
      createdAt: now,
      updatedAt: now,
    });
    if (memberships > 0) await this.add("membershipTotals", { userId, total: memberships });
    return userId;
  }

  async member(
    organizationId: string,
    userId: string,
    roles: readonly string[] = ["member"],
    teamIds: readonly string[] = [],
  ): Promise<string> {
    const memberId = id("member");
    await this.add("members", {
      id: memberId,
      organizationId,
      userId,
      roles: [...roles],
      source: "api",
      teamIds: [...teamIds],
      createdAt: now,
      updatedAt: now,
    });
    for (const role of roles)
      await this.add("roleAssignments", {
        scope: "organization",
        role,
        organizationId,
        subjectId: memberId,
        userId,
      });
    for (const teamId of teamIds)
      await this.add("teamMembers", { organizationId, teamId, memberId });
    return memberId;
  }

  async team(organizationId: string): Promise<string> {
    const teamId = id("team");
    await this.add("teams", {
      id: teamId,
      organizationId,
      name: "Seeded",
      createdAt: now,
      updatedAt: now,
    });
    return teamId;
  }

  async invitation(organizationId: string): Promise<string> {
    const invitationId = id("invitation");
    const fields = {
      email: `${invitationId.toLowerCase()}@example.com`,
      roles: ["member"],
      inviterId: "app",
      status: "pending",
      tokenHash: invitationId,
    };
    await this.add("invitations", {
      id: invitationId,
      organizationId,
      ...fields,
      expiresAt: now + 86_400_000,
      createdAt: now,
      updatedAt: now,
    });
    return invitationId;
  }
}
