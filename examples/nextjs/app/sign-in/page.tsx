import { redirect } from "next/navigation";
import { auth } from "@/lib/auth";
import { SignInForm } from "./form";

interface SignInPageProps {
  searchParams: Promise<{ redirectTo?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const redirectTo = toOwnPath((await searchParams).redirectTo);
  if (await auth.isAuthenticated()) redirect(redirectTo);
  return (
    <>
      <SignInForm redirectTo={redirectTo} />
      <a href={auth.getSignInUrl({ returnTo: redirectTo })}>Use the hosted pages</a>
    </>
  );
}

/** Keeps only a path of this site: links to the sign-in page come from anywhere. */
function toOwnPath(redirectTo: string | string[] | undefined): string {
  const site = "http://localhost";
  if (typeof redirectTo !== "string" || !URL.canParse(redirectTo, site)) return "/";
  const { origin, pathname, search } = new URL(redirectTo, site);
  // A browser takes "//example.com" for another host.
  return origin === site && !pathname.startsWith("//") ? pathname + search : "/";
}
