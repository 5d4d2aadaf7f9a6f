import { useList } from "../data/operations";
import { DirectoryGroupTable } from "./DirectoryGroupTable";

export function DirectoryGroups({ directoryId }: { readonly directoryId: string }) {
  const list = useList(
    "directories.listGroups",
    { directoryId },
    async (client, after) => await client.directories.listGroups({ directoryId, after, limit: 50 }),
  );
  return (
    <section aria-labelledby="groups">
      <div className="section-header">
        <h2 id="groups">Groups</h2>
      </div>
      <DirectoryGroupTable list={list} directoryId={directoryId} />
    </section>
  );
}
