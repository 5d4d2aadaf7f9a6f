import { Link, Outlet, useRouter, type NavigateOptions } from "@tanstack/react-router";
import { I18nProvider, RouterProvider } from "react-aria-components";
import { StepUpDialog } from "../signIn/StepUpDialog";
import { Notices } from "../ui/notices";
import { PageHeader } from "../ui/PageHeader";

/** What every address has. Links of tables and menus go through the router as well. */
export function Root() {
  const router = useRouter();
  return (
    <I18nProvider locale="en-US">
      <RouterProvider
        navigate={(to) => void router.navigate({ to } as NavigateOptions)} // addresses of pages
        useHref={(to) => router.buildLocation({ to } as NavigateOptions).href}
      >
        <a className="skip" href="#content">
          Skip to the content
        </a>
        <Outlet />
        <StepUpDialog />
        <Notices />
      </RouterProvider>
    </I18nProvider>
  );
}

export const UnknownAddress = () => (
  <main className="alone" id="content">
    <PageHeader title="Not found" about="The console has no page at this address." />
    <p>
      <Link to="/">All projects</Link>
    </p>
  </main>
);
