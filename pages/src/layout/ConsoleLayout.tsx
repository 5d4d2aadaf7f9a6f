import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { callSignIn, sessionQuery } from "../data/session";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { ProjectSwitcher } from "./ProjectSwitcher";

/** The frame of the pages of an operator who is signed in. */
export function ConsoleLayout() {
  const { data: operator } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const { href } = useLocation();
  const queryClient = useQueryClient();
  const hasEnded = operator === null;
  useEffect(() => {
    if (!hasEnded) return;
    const leave = async () => {
      await navigate({ to: "/sign-in", search: { next: href } });
      // What was loaded belongs to the session that has ended. A page that is still there would
      // load it again.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
    };
    void leave();
    // Only when it ends: the sign-in page is an address of its own.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [hasEnded]);
  const signOut = async () => {
    await callSignIn("/sign-out", {});
    queryClient.setQueryData(sessionQuery.queryKey, null);
  };
  return (
    <div className="console">
      <header className="header-bar">
        <Link to="/" className="brand">
          Console
        </Link>
        <ProjectSwitcher />
        <div className="grow" />
        {operator && (
          <MenuTrigger>
            <Button tone="quiet" aria-label={`Account of ${operator.email}`}>
              <span className="email">{operator.email}</span>
              <Icon name="down" />
            </Button>
            <Popover className="popover" placement="bottom end">
              <Menu className="menu">
                <MenuItem className="menu-item" href="/security">
                  Sign-in and security
                </MenuItem>
                <MenuItem className="menu-item" onAction={() => void signOut()}>
                  Sign out
                </MenuItem>
              </Menu>
            </Popover>
          </MenuTrigger>
        )}
      </header>
      <Outlet />
    </div>
  );
}
