import { useNavigate, useParams } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import type { DomainVerification } from "../../../src/index";
import { useAct, useRead } from "../data/operations";
import { useOrganizationAddress } from "../organizations/organization";
import { OrganizationLink } from "../organizations/OrganizationLink";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { CopyList } from "../ui/CopyList";
import { Deletion } from "../ui/dialogs";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading, Refusal } from "../ui/states";
import { Time } from "../ui/Time";
import { DomainState } from "./DomainState";

const FROM = "/signedIn/projects/$projectId/organizations/$organizationId/domains/$domainId";

export function DomainPage() {
  const { domainId } = useParams({ from: FROM });
  const { data, error, refetch } = useRead(
    "domains.getVerification",
    { id: domainId },
    async (client) => await client.domains.getVerification(domainId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Domain domain={data} /> : <Loading />;
}

/** Connections and directories depend on what is verified. */
const DEPENDING = ["domains", "sso", "directories"];

function Domain({ domain }: { readonly domain: DomainVerification }) {
  const addressOf = useOrganizationAddress();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const verify = useAct({
    operation: "domains.verify",
    run: async (client) => await client.domains.verify(domain.id),
    done: (_, answer) =>
      isFound(answer) ? `Verified ${domain.domain}` : "The record was not found",
    reloads: DEPENDING,
  });
  const remove = useAct({
    operation: "domains.deleteVerification",
    run: async (client) => await client.domains.deleteVerification(domain.id),
    done: () => `Deleted the domain ${domain.domain}`,
    leave: async () => await navigate({ to: addressOf("domains") }),
    reloads: DEPENDING,
  });
  return (
    <>
      <PageHeader title={domain.domain} about={<OrganizationLink path="domains" title="Domains" />}>
        <Button tone="primary" isPending={verify.isPending} onPress={() => verify.mutate()}>
          Look up now
        </Button>
        <Button tone="danger" onPress={() => setDeleting(true)}>
          Delete
        </Button>
      </PageHeader>
      {verify.error && <Refusal error={verify.error} />}
      {!verify.isPending && verify.data && !isFound(verify.data) && (
        <NotFound domain={verify.data} />
      )}
      <dl className="facts">
        <Fact title="State">
          <DomainState domain={domain} />
        </Fact>
        <Fact title="Verified">
          <Time at={domain.verifiedAt} />
        </Fact>
        <Fact title="Last looked up">
          <Time at={domain.lastCheckedAt} />
        </Fact>
        <Fact title="Lookups">{domain.checkCount}</Fact>
        <Fact title="Domain id">
          <CopyableId id={domain.id} what="domain id" />
        </Fact>
      </dl>
      <section className="card stack" aria-labelledby="record">
        <h2 id="record">TXT record</h2>
        <p>
          <Explanation domain={domain} />
        </p>
        <CopyList
          values={{
            "Record name": domain.txtRecord.name,
            "Record value": domain.txtRecord.value,
          }}
        />
        <p className="muted">
          A name may have several TXT records. One of them must be exactly this value.
        </p>
      </section>
      <Deletion
        what="domain"
        name={isDeleting ? domain.domain : null}
        consequence="Single sign-on stops routing and adding users of the domain at once. Users whose accounts are linked keep signing in."
        onClose={() => setDeleting(false)}
        act={async () => await remove.mutateAsync()}
      />
    </>
  );
}

/** Whether the last lookup found the record: nothing is about to end. */
const isFound = ({ state, expiresAt }: DomainVerification): boolean =>
  state === "verified" && expiresAt === null;

function Explanation({ domain }: { readonly domain: DomainVerification }): ReactNode {
  const { state, expiresAt } = domain;
  const until = expiresAt && <Time at={expiresAt} />;
  switch (state) {
    case "pending":
      return (
        <>
          Publish this record at the domain's DNS provider. It is looked up every few minutes at
          first, then less often, until {until}.
        </>
      );
    case "verified":
      return until ? (
        <>The record is missing. Publish it again, or the domain expires {until}.</>
      ) : (
        "Keep the record: it is looked up about once a day."
      );
    case "failed":
      return "The record did not appear in time and is not looked up any more. Publish it, then look it up.";
    case "expired":
      return "The record was missing too long, or another organization has proved the domain. Publish the record, then look it up.";
  }
}

/** The lookup had an answer, in which the value was not. */
const NotFound = ({
  domain: { txtRecord, lastCheckResult },
}: {
  readonly domain: DomainVerification;
}) => (
  <div className="hint" role="status">
    {lastCheckResult === "other_value" ? (
      <p>
        <strong>Another value was found.</strong> <code>{txtRecord.name}</code> has a TXT record,
        but none with exactly this value. Compare it with the one below.
      </p>
    ) : (
      <>
        <p>
          <strong>Not found yet.</strong> DNS has no TXT record at <code>{txtRecord.name}</code>.
        </p>
        <ul className="hints">
          <li>
            Many providers append the domain to the name that you enter. Then enter only the part
            before it.
          </li>
          <li>
            A lookup from before the record was published can be remembered for up to some hours.
          </li>
        </ul>
      </>
    )}
  </div>
);
