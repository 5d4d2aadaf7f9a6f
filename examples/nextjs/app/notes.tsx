"use client";
import { useMutation, usePreloadedQuery, type Preloaded } from "convex/react";
import { api } from "@/convex/_generated/api";

interface NotesProps {
  preloaded: Preloaded<typeof api.notes.list>;
}

export function Notes({ preloaded }: NotesProps) {
  const notes = usePreloadedQuery(preloaded);
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
        {notes.map(({ _id, text }) => (
          <li key={_id}>{text}</li>
        ))}
      </ul>
    </>
  );
}
