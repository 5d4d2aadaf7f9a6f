/** The mail that confirms an address, again, after the right password of an unconfirmed account. */
import { internal } from "../_generated/api";
import { normalUsername } from "../core/username";
import { isUsername } from "./accountName";
import { callApi } from "./apiCalls";
import type { Flow } from "./flow";
import { showMethods } from "./methods";
import { toRefusal } from "./refusals";
import { showCheckMail, showCheckOwnMail } from "./signInEnd";
import type { FormVisit } from "./visit";

interface Account {
  /** An address or a user name. */
  readonly typed: string;
  readonly callbackURL: string;
}

export async function sendConfirmation(
  visit: FormVisit,
  flow: Flow,
  { typed, callbackURL }: Account,
): Promise<Response> {
  const { ctx, place } = visit;
  const hasUsername = isUsername(flow.client, typed);
  const email = hasUsername
    ? await ctx.runQuery(internal.hosted.transactions.findAddress, {
        projectId: place.projectId,
        username: normalUsername(typed) ?? "",
      })
    : typed;
  const answer = await callApi(visit, "/send-verification-email", { email, callbackURL });
  if (!answer.isDone)
    return await showMethods(visit, flow, { email: typed, refusal: toRefusal(answer) });
  return hasUsername ? await showCheckOwnMail(visit) : await showCheckMail(visit, email);
}
