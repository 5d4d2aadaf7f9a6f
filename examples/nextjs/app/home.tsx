"use client";
import { useAuth, useUser } from "@banata-auth/convex/react";
import type { Preloaded } from "convex/react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { api } from "@/convex/_generated/api";
import { Notes } from "./notes";

interface HomeProps {
  name: string;
  notes: Preloaded<typeof api.notes.list>;
}

export function Home({ name, notes }: HomeProps) {
  const auth = useAuth();
  const user = useUser();
  const router = useRouter();
  const hasLeft = user === null;

  useEffect(() => {
    if (hasLeft) router.refresh(); // the server redirects
  }, [hasLeft, router]);

  // Signed out, here or in another tab: the notes may no longer be read.
  if (hasLeft) return null;
  return (
    <main>
      <header>
        <h1>Hello {user?.name ?? name}</h1>
        <button onClick={() => void auth.signOut()}>Sign out</button>
      </header>
      <Notes preloaded={notes} />
    </main>
  );
}
