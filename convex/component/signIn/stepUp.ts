/** A running session that has shown another proof is fresh again, and has it from then on. */
import type { Visit } from "./visit";

export async function stepUp(visit: Visit, { status }: Response): Promise<void> {
  const { actors, db, endpoint, now } = visit;
  if (endpoint.stepsUp === null || status >= 400 || actors.shown === null) return;
  const session = await db.get("sessions", actors.shown.id);
  // Better Auth replaces the session at some of these endpoints; the new one has its proofs.
  if (!session || session.impersonatedBy !== null) return;
  const proofs = [...new Set([...(session.proofs ?? []), endpoint.stepsUp])];
  await db.patch("sessions", session, { authenticatedAt: now, proofs });
}
