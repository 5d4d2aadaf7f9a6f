/**
 * Accepts or rejects an invitation for a user. Internal, because the caller names the user, which
 * only a session can prove.
 */
import { v, type Infer } from "convex/values";
import { tenantJob, type RecordingContext } from "../tenancy/functions";
import type { Change } from "../tenancy/records";
import { acceptInvitation, rejectInvitation } from "./invitations";

const response = {
  userId: v.string(),
  invitation: v.union(v.object({ id: v.string() }), v.object({ token: v.string() })),
};
type Response = { userId: string; invitation: Infer<(typeof response)["invitation"]> };

export const accept = tenantJob(response, async (job, answer: Response) => {
  await acceptInvitation(withRecorder(job, answer), answer);
});

export const reject = tenantJob(response, async (job, answer: Response) => {
  await rejectInvitation(withRecorder(job, answer), answer);
});

function withRecorder(
  { db, now, scheduler, recorder: recorderFor }: RecordingContext,
  { userId }: Response,
) {
  const recorder = recorderFor(
    { type: "user", id: userId, name: null },
    { id: "invitation", ip: null, userAgent: null },
  );
  return { db, now, scheduler, record: async (change: Change) => await recorder.record(change) };
}
