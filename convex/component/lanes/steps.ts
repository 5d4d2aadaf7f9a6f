/** What the steps of all lanes have in common. */
import { v, type Infer } from "convex/values";
import type { JobContext } from "../tenancy/functions";
import { findPump, renewPump, takePump, type Pump, type PumpPlace } from "./pumps";

const stepKind = v.union(
  v.literal("take"),
  v.literal("work"),
  v.literal("report"),
  v.literal("yield"),
  v.literal("toPrompt"),
  v.literal("toSlow"),
);
type StepKind = Infer<typeof stepKind>;

/** The arguments of a step, apart from its reports. See `Step` in turn.ts. */
export const stepArgs = { kind: stepKind, free: v.number(), underWay: v.number() };

export const endsTurn = (kind: StepKind): boolean =>
  kind === "yield" || kind === "toPrompt" || kind === "toSlow";

/** The budget of the pump after a turn. */
export const isSlowAfter = (kind: StepKind, { slow }: Pump): boolean =>
  kind === "toSlow" || (slow && kind !== "toPrompt");

/**
 * The pump if this step may work on it; null when it only reports. `lostRun` is set on it in the
 * first step after that run died.
 */
export async function openStep(
  ctx: JobContext,
  place: PumpPlace,
  { kind, run }: { kind: StepKind; run: string },
): Promise<Pump | null> {
  if (kind === "report") return null;
  if (kind === "take") return await takePump(ctx, place, run);
  const pump = await findPump(ctx, place);
  return pump?.run === run ? await renewPump(ctx, pump) : null;
}
