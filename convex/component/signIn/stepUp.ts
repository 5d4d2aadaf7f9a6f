/** Adds a new proof to the current session (database/sessionProofs.ts). */
import type { Visit } from "./visit";

export async function stepUp({ proofs }: Visit, { status }: Response): Promise<void> {
  if (status < 400) await proofs.stepUp();
}
