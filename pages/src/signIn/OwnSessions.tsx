import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { callSignIn, sessionQuery } from "../data/session";
import { withStepUp } from "../data/stepUp";
import { Badge } from "../ui/Badge";
import { announce } from "../ui/notices";
import { SessionTable } from "../ui/SessionTable";

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
  const endOthers = {
    text: "End other sessions",
    isPending: end.isPending,
    perform: () => end.mutate(null),
  };
  return (
    <SessionTable
      title="Your sessions"
      list={{ items: data, error, refetch }}
      badge={({ id }) => id === operator?.sessionId && <Badge tone="accent">This browser</Badge>}
      canEnd={({ id }) => id !== operator?.sessionId}
      end={(id) => end.mutate(id)}
      endMany={data && data.length > 1 ? endOthers : null}
      error={end.error}
    />
  );
}
