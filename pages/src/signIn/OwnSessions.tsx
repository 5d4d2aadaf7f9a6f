import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callSignIn, sessionQuery } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { announce } from "../ui/notices";
import { Empty, Failure } from "../ui/states";
import { Time } from "../ui/Time";

interface Session {
  readonly id: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

const QUERY_KEY = ["own", "sessions"];

/** Where the operator is signed in. */
export function OwnSessions() {
  const queryClient = useQueryClient();
  const { data: operator } = useQuery(sessionQuery);
  const { data, error, refetch } = useQuery({
    queryKey: QUERY_KEY,
    queryFn: async () => await callSignIn<Session[]>("/list-sessions"),
  });
  /** The id of a session; null ends all others. */
  const end = useMutation({
    mutationFn: async (id: string | null) =>
      await withStepUp(async () =>
        id === null
          ? await callSignIn("/revoke-other-sessions", {})
          : await callSignIn("/revoke-session", { token: id }),
      ),
    onSuccess: async (_, id) => {
      announce(id === null ? "Ended the other sessions" : "Ended the session");
      await queryClient.invalidateQueries({ queryKey: QUERY_KEY });
    },
  });
  return (
    <section aria-labelledby="own-sessions">
      <div className="section-header">
        <h2 id="own-sessions">Your sessions</h2>
        {data && data.length > 1 && (
          <Button isPending={end.isPending} onPress={() => end.mutate(null)}>
            End other sessions
          </Button>
        )}
      </div>
      {end.error && <Failure error={end.error} />}
      <DataTable
        label="Your sessions"
        list={{ items: data, error, refetch }}
        keyOf={({ id }) => id}
        empty={<Empty title="No sessions" />}
        columns={[
          {
            title: "Device",
            isHeader: true,
            cell: ({ id, userAgent }) => (
              <span className="inline">
                <span className="clipped" title={userAgent ?? undefined}>
                  {userAgent ?? "Unknown"}
                </span>
                {id === operator?.sessionId && <Badge tone="accent">This browser</Badge>}
              </span>
            ),
          },
          { title: "Address", cell: ({ ipAddress }) => <code>{ipAddress ?? "–"}</code> },
          { title: "Began", cell: ({ createdAt }) => <Time at={createdAt} /> },
          { title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: ({ id, userAgent }) =>
              id === operator?.sessionId ? null : (
                <Button
                  size="small"
                  aria-label={`End the session of ${userAgent ?? "an unknown device"}`}
                  onPress={() => end.mutate(id)}
                >
                  End
                </Button>
              ),
          },
        ]}
      />
    </section>
  );
}
