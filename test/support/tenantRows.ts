/**
 * Many rows of a project at once, put into a local deployment's database directly: the schema and
 * its indexes hold as for any write.
 */
import type {
  Database,
  IndexPosition,
  LocalDeployment,
  StoredDocument,
  Transaction,
} from "@banata-auth/local";
import { newId } from "../../convex/component/core/ids";
import schema from "../../convex/component/schema";

type Store = Pick<LocalDeployment, "database">;
const COMPONENT = "banataAuth";
/** Below the 16,000 documents that a transaction may write. */
const USERS_PER_COMMIT = 3_000;
const ROWS_PER_READ = 10;

const tenantTables = Object.entries(schema.tables).flatMap(([table, definition]) => {
  const index = definition[" indexes"]().find(({ fields }) => fields[0] === "projectId");
  return index ? [{ table, index: index.indexDescriptor }] : [];
});

/**
 * Users as `createUser` with a password leaves them: each with its account, event and audit entry.
 */
export async function insertUsers(
  { database }: Store,
  projectId: string,
  count: number,
): Promise<void> {
  for (let done = 0; done < count; done += USERS_PER_COMMIT) {
    const tx = database.begin();
    for (let i = done; i < Math.min(count, done + USERS_PER_COMMIT); i++)
      insertUser(tx, projectId, i);
    await tx.commit();
  }
}

function insertUser(tx: Transaction, projectId: string, i: number): void {
  const [id, now] = [newId("user"), Date.now()];
  const times = { createdAt: now, updatedAt: now };
  const user = {
    ...{
      projectId,
      id,
      email: `user${i}@example.com`,
      emailVerified: false,
      name: `User ${i}`,
      searchName: `user ${i}\0${id}`,
      image: null,
      username: null,
    },
    ...{
      phoneNumber: null,
      phoneNumberVerified: false,
      roles: ["user"],
      banned: false,
      banReason: null,
      banExpires: null,
      twoFactorEnabled: false,
      metadata: "{}",
      ...times,
    },
  };
  tx.insert(COMPONENT, "users", user);
  tx.insert(COMPONENT, "accounts", {
    projectId,
    id: newId("account"),
    userId: id,
    providerId: "credential",
    accountId: id,
    passwordHash: "0".repeat(161),
    ...times,
  });
  const event = {
    projectId,
    id: newId("event"),
    type: "user.created",
    organizationId: null,
    data: JSON.stringify(user),
    createdAt: now,
  };
  tx.insert(COMPONENT, "events", {
    ...event,
    commitTs: BigInt(now) * 1_000_000n + BigInt(i),
    sequence: 0,
  });
  tx.insert(COMPONENT, "auditEvents", {
    ...{
      projectId,
      id: newId("auditEvent"),
      action: "user.created",
      actorType: "system",
      actorId: "app",
      actorName: null,
      organizationId: null,
      ipAddress: null,
    },
    ...{
      userAgent: null,
      requestId: "req_seed",
      targets: [{ type: "user", id, name: user.email }],
      changes: null,
      occurredAt: now,
      createdAt: now,
    },
  });
}

/** All rows that name the project, table by table. */
export function rowsOf({ database }: Store, projectId: string): Record<string, StoredDocument[]> {
  return Object.fromEntries(
    tenantTables.map(({ table, index }) => [table, scan(database, table, index, projectId)]),
  );
}

export const countRows = (store: Store, projectId: string): number =>
  Object.values(rowsOf(store, projectId)).reduce((sum, rows) => sum + rows.length, 0);

function scan(
  database: Database,
  table: string,
  index: string,
  projectId: string,
): StoredDocument[] {
  const bound = { key: [projectId], inclusive: true };
  const range = {
    component: COMPONENT,
    table,
    index,
    lower: bound,
    upper: bound,
    order: "asc",
  } as const;
  const rows: StoredDocument[] = [];
  let start: IndexPosition | undefined;
  for (;;) {
    // A few rows a transaction: those of these tests may be as large as a row can be.
    const walk = database.begin().scan(range, start);
    for (let i = 0; i < ROWS_PER_READ; i++) {
      const step = walk.next();
      if (step.done) return rows;
      rows.push(step.value.document);
      start = step.value.position;
    }
  }
}
