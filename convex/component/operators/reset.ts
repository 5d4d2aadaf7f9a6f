/** How an operator begins anew who has lost a passkey or the second factor. */
import type { Doc } from "../_generated/dataModel";
import { findCredentialAccount } from "../users/accounts";
import { removeCredentials, type ProofContext } from "../users/addressProof";
import { raiseStateVersion } from "../users/stateVersion";

/**
 * Removes everything with which the operator signs in, the password too: without a second factor,
 * the password alone would let its holder set up another one. `ctx` is the admin project's.
 */
export async function resetCredentials(ctx: ProofContext, operator: Doc<"users">): Promise<void> {
  await removeCredentials(ctx, operator);
  const credential = await findCredentialAccount(ctx.db, operator.id);
  if (credential) await ctx.db.delete("accounts", credential);
  await raiseStateVersion(ctx.db, operator.id, { password: true });
}
