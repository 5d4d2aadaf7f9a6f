import { useAct, useList } from "../data/operations";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { Empty, Failure } from "../ui/states";
import { Time } from "../ui/Time";

export function UserSessions({ userId }: { readonly userId: string }) {
  const list = useList(
    "users.listUserSessions",
    { userId },
    async (client, after) => await client.users.listUserSessions(userId, { after, limit: 50 }),
  );
  const end = useAct({
    operation: "users.revokeSession",
    run: async (client, sessionId: string) => await client.users.revokeSession(sessionId),
    done: () => "Ended the session",
  });
  const endAll = useAct({
    operation: "users.revokeAllSessions",
    run: async (client) => await client.users.revokeAllSessions(userId),
    done: () => "Ended all sessions",
  });
  const refused = end.error ?? endAll.error;
  return (
    <section aria-labelledby="sessions">
      <div className="section-header">
        <h2 id="sessions">Sessions</h2>
        {list.items && list.items.length > 0 && (
          <Button isPending={endAll.isPending} onPress={() => endAll.mutate()}>
            End all sessions
          </Button>
        )}
      </div>
      {refused && <Failure error={refused} />}
      <DataTable
        label="Sessions"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No active sessions" />}
        columns={[
          {
            title: "Device",
            isHeader: true,
            cell: ({ userAgent, impersonatedBy }) => (
              <span className="inline">
                <span className="clipped" title={userAgent ?? undefined}>
                  {userAgent ?? "Unknown"}
                </span>
                {impersonatedBy !== null && <Badge tone="warning">Impersonation</Badge>}
              </span>
            ),
          },
          { title: "Address", cell: ({ ipAddress }) => <code>{ipAddress ?? "–"}</code> },
          { title: "Began", cell: ({ createdAt }) => <Time at={createdAt} /> },
          { title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: ({ id }) => (
              <Button size="small" onPress={() => end.mutate(id)}>
                End
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}
