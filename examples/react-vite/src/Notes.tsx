import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

/** The user's notes. Convex runs the query again whenever they change. */
export function Notes() {
  const notes = useQuery(api.notes.list);
  const add = useMutation(api.notes.add);
  return (
    <>
      <form
        action={async (form) => {
          await add({ text: String(form.get("text")) });
        }}
      >
        <input name="text" aria-label="Note" placeholder="A note" required />
        <button>Add</button>
      </form>
      <ul>
        {notes?.map(({ _id, text }) => (
          <li key={_id}>{text}</li>
        ))}
      </ul>
    </>
  );
}
