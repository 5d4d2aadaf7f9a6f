import type { Directory } from "../../../src/index";
import { CopyableId } from "../ui/CopyButton";
import { Time } from "../ui/Time";

/** What the identity provider was told, the newest first. */
export function DirectoryFailures({
  failures,
}: {
  readonly failures: Directory["recentFailures"];
}) {
  if (failures.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="failures">
      <h2 id="failures">Last failed requests</h2>
      <p className="muted">At most ten, and one a second.</p>
      <ol className="stack" aria-labelledby="failures">
        {failures.map(({ at, status, scimType, detail, requestId }) => (
          <li key={at.getTime()}>
            <p>{detail}</p>
            <p className="inline muted">
              <Time at={at} />
              <span>
                HTTP status {status}
                {scimType && `, ${scimType}`}
              </span>
              <CopyableId id={requestId} what="request id" />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
