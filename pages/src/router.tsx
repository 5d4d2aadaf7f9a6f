/** The addresses of the console. Each page is a module of its own, loaded when it is opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { queryClient } from "./data/queryClient";
import { sessionQuery } from "./data/session";
import { ConsoleLayout } from "./layout/ConsoleLayout";
import { Root, UnknownAddress } from "./layout/Root";
import { ProjectLayout } from "./layout/ProjectLayout";
import { CONSOLE_BASE } from "./site";
import { Failure, Loading } from "./ui/states";

const rootRoute = createRootRoute({ component: Root, notFoundComponent: UnknownAddress });

/** A filter in the address; anything but text counts as absent. */
const filters =
  <const Name extends string>(...names: readonly Name[]) =>
  (search: Readonly<Record<string, unknown>>): { [N in Name]?: string } => {
    const found: { [N in Name]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (value !== undefined && value !== "") found[name] = String(value);
    }
    return found;
  };

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: filters("next"),
  component: lazyRouteComponent(() => import("./signIn/SignInPage"), "SignInPage"),
});

const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signedIn",
  beforeLoad: async ({ location }) => {
    const operator = await queryClient.ensureQueryData(sessionQuery);
    if (!operator) throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  component: ConsoleLayout,
});

const projects = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: lazyRouteComponent(() => import("./projects/ProjectsPage"), "ProjectsPage"),
});
const security = createRoute({
  getParentRoute: () => signedIn,
  path: "/security",
  component: lazyRouteComponent(() => import("./signIn/SecurityPage"), "SecurityPage"),
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: "/projects/$projectId",
  component: ProjectLayout,
});
const overview = createRoute({
  getParentRoute: () => project,
  path: "/",
  validateSearch: filters("range"),
  component: lazyRouteComponent(() => import("./projects/OverviewPage"), "OverviewPage"),
});
const getStarted = createRoute({
  getParentRoute: () => project,
  path: "/get-started",
  component: lazyRouteComponent(() => import("./projects/GetStartedPage"), "GetStartedPage"),
});
const users = createRoute({
  getParentRoute: () => project,
  path: "/users",
  validateSearch: filters("search", "role"),
  component: lazyRouteComponent(() => import("./users/UsersPage"), "UsersPage"),
});
const user = createRoute({
  getParentRoute: () => project,
  path: "/users/$userId",
  validateSearch: filters("audit"),
  component: lazyRouteComponent(() => import("./users/UserPage"), "UserPage"),
});
const organizations = createRoute({
  getParentRoute: () => project,
  path: "/organizations",
  component: lazyRouteComponent(
    () => import("./organizations/OrganizationsPage"),
    "OrganizationsPage",
  ),
});
const organization = createRoute({
  getParentRoute: () => project,
  path: "/organizations/$organizationId",
  component: lazyRouteComponent(
    () => import("./organizations/OrganizationLayout"),
    "OrganizationLayout",
  ),
});
const organizationStart = createRoute({
  getParentRoute: () => organization,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({
      to: "/projects/$projectId/organizations/$organizationId/members",
      params,
      replace: true,
    });
  },
});
const members = createRoute({
  getParentRoute: () => organization,
  path: "/members",
  component: lazyRouteComponent(() => import("./organizations/MembersPage"), "MembersPage"),
});
const teams = createRoute({
  getParentRoute: () => organization,
  path: "/teams",
  validateSearch: filters("team"),
  component: lazyRouteComponent(() => import("./teams/TeamsPage"), "TeamsPage"),
});
const domains = createRoute({
  getParentRoute: () => organization,
  path: "/domains",
  component: lazyRouteComponent(() => import("./domains/DomainsPage"), "DomainsPage"),
});
// A page of its own, not a part of the organization's.
const domain = createRoute({
  getParentRoute: () => project,
  path: "/organizations/$organizationId/domains/$domainId",
  component: lazyRouteComponent(() => import("./domains/DomainPage"), "DomainPage"),
});
const connections = createRoute({
  getParentRoute: () => organization,
  path: "/connections",
  component: lazyRouteComponent(() => import("./connections/ConnectionsPage"), "ConnectionsPage"),
});
const connection = createRoute({
  getParentRoute: () => project,
  path: "/organizations/$organizationId/connections/$connectionId",
  component: lazyRouteComponent(() => import("./connections/ConnectionPage"), "ConnectionPage"),
});
const directories = createRoute({
  getParentRoute: () => organization,
  path: "/directories",
  component: lazyRouteComponent(() => import("./directories/DirectoriesPage"), "DirectoriesPage"),
});
const directory = createRoute({
  getParentRoute: () => project,
  path: "/organizations/$organizationId/directories/$directoryId",
  validateSearch: filters("state"),
  component: lazyRouteComponent(() => import("./directories/DirectoryPage"), "DirectoryPage"),
});
const directoryUser = createRoute({
  getParentRoute: () => project,
  path: "/organizations/$organizationId/directories/$directoryId/users/$directoryUserId",
  component: lazyRouteComponent(
    () => import("./directories/DirectoryUserPage"),
    "DirectoryUserPage",
  ),
});
const directoryGroup = createRoute({
  getParentRoute: () => project,
  path: "/organizations/$organizationId/directories/$directoryId/groups/$directoryGroupId",
  component: lazyRouteComponent(
    () => import("./directories/DirectoryGroupPage"),
    "DirectoryGroupPage",
  ),
});
const roles = createRoute({
  getParentRoute: () => project,
  path: "/roles",
  component: lazyRouteComponent(() => import("./authorization/RolesPage"), "RolesPage"),
});
const roleHolders = createRoute({
  getParentRoute: () => project,
  path: "/roles/$slug/holders",
  component: lazyRouteComponent(() => import("./authorization/RoleHoldersPage"), "RoleHoldersPage"),
});
const permissions = createRoute({
  getParentRoute: () => project,
  path: "/permissions",
  component: lazyRouteComponent(() => import("./authorization/PermissionsPage"), "PermissionsPage"),
});
const apiKeys = createRoute({
  getParentRoute: () => project,
  path: "/api-keys",
  validateSearch: filters("unused"),
  component: lazyRouteComponent(() => import("./apiKeys/ApiKeysPage"), "ApiKeysPage"),
});
const webhooks = createRoute({
  getParentRoute: () => project,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("./webhooks/WebhooksPage"), "WebhooksPage"),
});
const webhook = createRoute({
  getParentRoute: () => project,
  path: "/webhooks/$webhookId",
  validateSearch: filters("status"),
  component: lazyRouteComponent(() => import("./webhooks/WebhookPage"), "WebhookPage"),
});
const authentication = createRoute({
  getParentRoute: () => project,
  path: "/authentication",
  component: lazyRouteComponent(
    () => import("./configuration/AuthenticationPage"),
    "AuthenticationPage",
  ),
});
const clients = createRoute({
  getParentRoute: () => project,
  path: "/clients",
  component: lazyRouteComponent(() => import("./clients/ClientsPage"), "ClientsPage"),
});
const client = createRoute({
  getParentRoute: () => project,
  path: "/clients/$clientId",
  component: lazyRouteComponent(() => import("./clients/ClientPage"), "ClientPage"),
});
const emails = createRoute({
  getParentRoute: () => project,
  path: "/emails",
  validateSearch: filters("to", "status"),
  component: lazyRouteComponent(() => import("./emails/EmailsPage"), "EmailsPage"),
});
const branding = createRoute({
  getParentRoute: () => project,
  path: "/branding",
  component: lazyRouteComponent(() => import("./configuration/BrandingPage"), "BrandingPage"),
});
const vault = createRoute({
  getParentRoute: () => project,
  path: "/vault",
  component: lazyRouteComponent(() => import("./vault/VaultPage"), "VaultPage"),
});
const settings = createRoute({
  getParentRoute: () => project,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
});
const events = createRoute({
  getParentRoute: () => project,
  path: "/events",
  validateSearch: filters("type"),
  component: lazyRouteComponent(() => import("./activity/EventsPage"), "EventsPage"),
});
const auditLog = createRoute({
  getParentRoute: () => project,
  path: "/audit-log",
  validateSearch: filters("action", "actor", "target", "outcome", "from", "to"),
  component: lazyRouteComponent(() => import("./activity/AuditLogPage"), "AuditLogPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signIn,
    signedIn.addChildren([
      projects,
      security,
      project.addChildren([
        overview,
        getStarted,
        users,
        user,
        organizations,
        organization.addChildren([
          organizationStart,
          members,
          teams,
          domains,
          connections,
          directories,
        ]),
        domain,
        connection,
        directory,
        directoryUser,
        directoryGroup,
        roles,
        roleHolders,
        permissions,
        apiKeys,
        webhooks,
        webhook,
        authentication,
        clients,
        client,
        emails,
        branding,
        vault,
        settings,
        events,
        auditLog,
      ]),
    ]),
  ]),
  basepath: CONSOLE_BASE,
  // Parameters that are text stay text: `?search=1` is no number.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    ).toString();
    return text === "" ? "" : `?${text}`;
  },
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error }) => (
    <Failure error={error instanceof Error ? error : new Error(String(error))} />
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
