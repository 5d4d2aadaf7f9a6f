import { useParams } from "@tanstack/react-router";
import type { Directory } from "../../../src/index";
import { useRead } from "../data/operations";
import { OrganizationLink } from "../organizations/OrganizationLink";
import { Badge } from "../ui/Badge";
import { CopyableId } from "../ui/CopyButton";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { DirectoryActs } from "./DirectoryActs";
import { DirectoryFailures } from "./DirectoryFailures";
import { DirectoryForm } from "./DirectoryForm";
import { DirectoryGroups } from "./DirectoryGroups";
import { DirectoryUsers } from "./DirectoryUsers";
import { providers, states, syncs } from "./directories";
import { DIRECTORY } from "./routes";

export function DirectoryPage() {
  const { directoryId } = useParams({ from: DIRECTORY });
  const { data, error, refetch } = useRead(
    "directories.getDirectory",
    { directoryId },
    async (client) => await client.directories.getDirectory(directoryId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Details directory={data} /> : <Loading />;
}

function Details({ directory }: { readonly directory: Directory }) {
  return (
    <>
      <PageHeader
        title={directory.name}
        about={<OrganizationLink path="directories" title="Directories" />}
      >
        <DirectoryActs directory={directory} />
      </PageHeader>
      <Status directory={directory} />
      <DirectoryFailures failures={directory.recentFailures} />
      <DirectoryUsers directoryId={directory.id} />
      <DirectoryGroups directoryId={directory.id} />
      <DirectoryForm directory={directory} />
    </>
  );
}

function Status({ directory }: { readonly directory: Directory }) {
  const { state, usersByState, unlinkedCount, lastSyncStatus } = directory;
  return (
    <dl className="facts">
      <Fact title="State">
        <Badge tone={states[state].tone}>{states[state].text}</Badge>
      </Fact>
      <Fact title="Identity provider">{providers[directory.provider]}</Fact>
      <Fact title="Last request">
        {lastSyncStatus ? (
          <Badge tone={syncs[lastSyncStatus].tone}>{syncs[lastSyncStatus].text}</Badge>
        ) : (
          <span className="muted">None yet</span>
        )}
      </Fact>
      <Fact title="Last success">
        <Time at={directory.lastSyncAt} />
      </Fact>
      <Fact title="Users">
        {usersByState.active} active, {usersByState.suspended} suspended,{" "}
        {usersByState.deprovisioned} deprovisioned
      </Fact>
      <Fact title="Not linked">
        {unlinkedCount === 0 ? "None" : `${unlinkedCount} of the active users`}
      </Fact>
      <Fact title="Groups">{directory.groupCount}</Fact>
      <Fact title="In progress">
        {directory.hasPendingWork ? "Users are being looked at again" : "Nothing"}
      </Fact>
      <Fact title="Directory id">
        <CopyableId id={directory.id} what="directory id" />
      </Fact>
    </dl>
  );
}
