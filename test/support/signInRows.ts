/** Rows of ways to sign in, for tests that need them to be there: test/signIn sets them up itself. */
import { newId } from "../../convex/component/core/ids";
import type { InsertRow } from "./ssoRows";

interface Owner {
  readonly projectId: string;
  readonly userId: string;
  readonly mark: string;
  /** Not used before. */
  readonly unique: string;
}

/** A linked account at a social provider and a passkey. */
export async function insertSignInMethods(insert: InsertRow, owner: Owner) {
  const { projectId, userId, mark, unique } = owner;
  const now = Date.now();
  const shared = { projectId, userId, createdAt: now, updatedAt: now };
  const [account, passkey] = [newId("account", now), newId("passkey", now)];
  await insert("accounts", {
    ...{ ...shared, id: account, providerId: "github", accountId: `github-${unique}` },
    ...{ passwordHash: null, scope: "read:user,user:email" },
  });
  await insert("passkeys", {
    ...{ ...shared, id: passkey, name: `${mark} passkey`, credentialID: `credential-${unique}` },
    ...{ publicKey: "AA==", counter: 0, deviceType: "singleDevice", backedUp: false },
  });
  return { account, passkey };
}

/** A way to sign in besides: the account of a password. */
export async function insertPasswordAccount(insert: InsertRow, owner: Owner): Promise<void> {
  const { projectId, userId } = owner;
  const now = Date.now();
  await insert("accounts", {
    ...{ projectId, userId, id: newId("account", now), providerId: "credential" },
    ...{ accountId: userId, passwordHash: null, createdAt: now, updatedAt: now },
  });
}
