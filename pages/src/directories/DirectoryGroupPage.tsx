import { useParams } from "@tanstack/react-router";
import type { DirectoryGroup } from "../../../src/index";
import { useList, useRead } from "../data/operations";
import { OrganizationLink } from "../organizations/OrganizationLink";
import { CopyableId } from "../ui/CopyButton";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { DirectoryUserTable } from "./DirectoryUserTable";
import { DIRECTORY } from "./routes";

export function DirectoryGroupPage() {
  const { directoryGroupId } = useParams({ from: `${DIRECTORY}/groups/$directoryGroupId` });
  const { data, error, refetch } = useRead(
    "directories.getGroup",
    { directoryGroupId },
    async (client) => await client.directories.getGroup(directoryGroupId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Details group={data} /> : <Loading />;
}

function Details({ group }: { readonly group: DirectoryGroup }) {
  const { id, directoryId } = group;
  const list = useList(
    "directories.listUsers",
    { directoryId, directoryGroupId: id },
    async (client, after) =>
      await client.directories.listUsers({ directoryId, directoryGroupId: id, after, limit: 50 }),
  );
  return (
    <>
      <PageHeader
        title={group.name}
        about={<OrganizationLink path={`directories/${directoryId}`} title="Directory" />}
      />
      <dl className="facts">
        <Fact title="Members">{group.memberCount}</Fact>
        <Fact title="External id">{group.externalId ?? "None"}</Fact>
        <Fact title="Changed">
          <Time at={group.updatedAt} />
        </Fact>
        <Fact title="Directory group id">
          <CopyableId id={id} what="directory group id" />
        </Fact>
      </dl>
      <section aria-labelledby="users">
        <div className="section-header">
          <h2 id="users">Members</h2>
        </div>
        <DirectoryUserTable list={list} directoryId={directoryId} />
      </section>
    </>
  );
}
