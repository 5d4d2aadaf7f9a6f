import { useAct, useList } from "../data/operations";
import { Badge } from "../ui/Badge";
import { SessionTable } from "../ui/SessionTable";

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
  const endMany = {
    text: "End all sessions",
    isPending: endAll.isPending,
    perform: () => endAll.mutate(),
  };
  return (
    <SessionTable
      title="Sessions"
      list={list}
      badge={({ impersonatedBy }) =>
        impersonatedBy !== null && <Badge tone="warning">Impersonation</Badge>
      }
      end={(id) => end.mutate(id)}
      endMany={list.items && list.items.length > 0 ? endMany : null}
      error={end.error ?? endAll.error}
    />
  );
}
