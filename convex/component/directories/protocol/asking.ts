/** A request of a directory on its way, and the changes that it makes. */
import type { ActionCtx } from "../../_generated/server";
import type { Sender } from "../../api/clientAddress";
import type { RequestTransactions } from "../../core/contention";
import type { Selection } from "../../scim/lists";
import type { ResourceKind } from "../../scim/schemas";

/** What every part of a request works with. */
export interface Asking {
  readonly ctx: ActionCtx;
  readonly transactions: RequestTransactions;
  readonly projectId: string;
  readonly tokenHash: string;
  /** Below which the request found the directory; locations in answers are there. */
  readonly baseUrl: string;
  readonly sender: Sender;
  readonly requestId: string;
}

export interface Write {
  readonly kind: ResourceKind;
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly id: string | null;
  readonly ifMatch: string | null;
  readonly body: unknown;
  readonly selection: Selection;
}
