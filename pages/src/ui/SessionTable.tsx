/** The sessions of one person: where they began, and the buttons that end them. */
import type { ReactNode } from "react";
import { Button } from "./Button";
import { DataTable, type Listed } from "./DataTable";
import { Empty, Failure } from "./states";
import { Time } from "./Time";

interface ShownSession {
  readonly id: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: string | Date;
  readonly expiresAt: string | Date;
}

interface SessionTableProps<Session extends ShownSession> {
  readonly title: string;
  readonly list: Listed<Session>;
  /** Beside the device. */
  readonly badge: (session: Session) => ReactNode;
  /** Whether the session has a button that ends it. */
  readonly canEnd?: (session: Session) => boolean;
  readonly end: (id: string) => void;
  /** The button for several at once; absent when there is nothing that it would end. */
  readonly endMany: { readonly text: string; readonly isPending: boolean; perform(): void } | null;
  /** Of the last attempt to end any. */
  readonly error: Error | null;
}

export function SessionTable<Session extends ShownSession>({
  title,
  list,
  badge,
  canEnd = () => true,
  end,
  endMany,
  error,
}: SessionTableProps<Session>) {
  return (
    <section aria-labelledby="sessions">
      <div className="section-header">
        <h2 id="sessions">{title}</h2>
        {endMany && (
          <Button isPending={endMany.isPending} onPress={endMany.perform}>
            {endMany.text}
          </Button>
        )}
      </div>
      {error && <Failure error={error} />}
      <DataTable
        label={title}
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No active sessions" />}
        columns={[
          {
            title: "Device",
            isHeader: true,
            cell: (session) => (
              <span className="inline">
                <span className="clipped" title={session.userAgent ?? undefined}>
                  {session.userAgent ?? "Unknown"}
                </span>
                {badge(session)}
              </span>
            ),
          },
          { title: "Address", cell: ({ ipAddress }) => <code>{ipAddress ?? "–"}</code> },
          { title: "Began", cell: ({ createdAt }) => <Time at={createdAt} /> },
          { title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (session) =>
              canEnd(session) && (
                <Button
                  size="small"
                  aria-label={`End the session of ${session.userAgent ?? "an unknown device"}`}
                  onPress={() => end(session.id)}
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
