import { useNavigate, useSearch } from "@tanstack/react-router";
import type { DirectoryUser } from "../../../src/index";
import { useList } from "../data/operations";
import { Choice } from "../ui/fields";
import { DIRECTORY } from "./routes";
import { userStates } from "./directories";
import { DirectoryUserTable } from "./DirectoryUserTable";

const filters = {
  all: "All",
  active: userStates.active.text,
  suspended: userStates.suspended.text,
  deprovisioned: userStates.deprovisioned.text,
} as const;
type State = DirectoryUser["state"];
const toState = (text: string | undefined): State | undefined =>
  text !== undefined && Object.hasOwn(userStates, text) ? (text as State) : undefined; // just looked up

export function DirectoryUsers({ directoryId }: { readonly directoryId: string }) {
  const state = toState(useSearch({ from: DIRECTORY }).state);
  const navigate = useNavigate();
  const list = useList(
    "directories.listUsers",
    { directoryId, state },
    async (client, after) =>
      await client.directories.listUsers({ directoryId, state, after, limit: 50 }),
  );
  return (
    <section aria-labelledby="users">
      <div className="section-header">
        <h2 id="users">Users</h2>
        <Choice
          label="State"
          name="state"
          options={filters}
          value={state ?? "all"}
          onChange={(chosen) =>
            void navigate({ to: ".", search: chosen === "all" ? {} : { state: chosen } })
          }
        />
      </div>
      <DirectoryUserTable list={list} directoryId={directoryId} />
    </section>
  );
}
