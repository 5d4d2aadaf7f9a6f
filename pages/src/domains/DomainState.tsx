import type { DomainVerification } from "../../../src/index";
import { Badge } from "../ui/Badge";

type State = DomainVerification["state"];
const tones = { pending: "accent", verified: "good", failed: "bad", expired: "bad" } as const;
const words: Readonly<Record<State, string>> = {
  pending: "Pending",
  verified: "Verified",
  failed: "Failed",
  expired: "Expired",
};

/** A verified domain that is about to end says so. */
export const DomainState = ({
  domain: { state, expiresAt },
}: {
  readonly domain: Pick<DomainVerification, "state" | "expiresAt">;
}) =>
  state === "verified" && expiresAt !== null ? (
    <Badge tone="warning">Record missing</Badge>
  ) : (
    <Badge tone={tones[state]}>{words[state]}</Badge>
  );
