import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useLive } from "../data/live";
import { useProjectId } from "../data/operations";
import { pages, type PageName } from "../pages";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";

const groups: readonly { readonly title: string; readonly pages: readonly PageName[] }[] = [
  { title: "Project", pages: ["overview", "getStarted", "settings"] },
  { title: "People", pages: ["users", "organizations"] },
  { title: "Authorization", pages: ["roles", "permissions"] },
  { title: "Sign-in", pages: ["authentication", "clients", "emails", "branding"] },
  { title: "Build", pages: ["apiKeys", "webhooks", "vault"] },
  { title: "Activity", pages: ["events", "auditLog"] },
];

/** The pages of one project, with their navigation. */
export function ProjectLayout() {
  const projectId = useProjectId();
  useLive(projectId);
  const { pathname } = useLocation();
  // On narrow screens the navigation is open at one address, so another page closes it.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const isOpen = openAt === pathname;
  return (
    <div className="project">
      <div className="sidebar">
        <Button
          tone="quiet"
          aria-expanded={isOpen}
          aria-controls="navigation"
          onPress={() => setOpenAt(isOpen ? null : pathname)}
        >
          <Icon name={isOpen ? "close" : "menu"} /> Pages
        </Button>
        <nav id="navigation" aria-label="Project" className={isOpen ? "open" : undefined}>
          {groups.map(({ title, pages: names }) => (
            <div key={title} className="nav-group">
              <h2>{title}</h2>
              <ul>
                {names.map((name) => (
                  <li key={name}>
                    <Link
                      to={toAddress(projectId, name)}
                      activeOptions={{ exact: name === "overview", includeSearch: false }}
                      activeProps={{ "aria-current": "page" }}
                    >
                      {pages[name].title}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
      </div>
      <main id="content" key={projectId}>
        <Outlet />
      </main>
    </div>
  );
}

const toAddress = (projectId: string, name: PageName): string =>
  `/projects/${projectId}/${pages[name].path ?? ""}`.replace(/\/$/, "");
