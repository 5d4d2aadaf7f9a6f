import { redirect } from "next/navigation";
import { api } from "@/convex/_generated/api";
import { auth } from "@/lib/auth";
import { Home } from "./home";

/** The server renders the notes; in the browser they then stay up to date. */
export default async function HomePage() {
  const user = await auth.fetchAuthQuery(api.auth.currentUser, {});
  if (!user) redirect("/sign-in?redirectTo=/");
  return <Home name={user.name} notes={await auth.preloadAuthQuery(api.notes.list, {})} />;
}
