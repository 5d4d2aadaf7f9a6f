/* Generated from pages/ by `npm run pages`. Do not edit. */

interface Asset {
  readonly type: string;
  /** The content, compressed with gzip, in base64. */
  readonly load: () => Promise<{ default: string }>;
}

export const assets: Readonly<Record<string, Asset>> = {
  "ActMenu-k1mxew1c.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ActMenu.generated") },
  "ApiKeysPage-55q6wvcp.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ApiKeysPage.generated") },
  "AuditLogPage-ok5d5t1f.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuditLogPage.generated") },
  "AuthenticationPage-d5kjn9ps.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuthenticationPage.generated") },
  "Badge-k23vy0ao.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Badge.generated") },
  "BrandingPage-mb09pgux.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./BrandingPage.generated") },
  "ClientsPage-j91ycy87.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ClientsPage.generated") },
  "DataTable-obkylwjm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./DataTable.generated") },
  "EmailsPage-n6k9rnjm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EmailsPage.generated") },
  "EventsPage-dbn1jcsq.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EventsPage.generated") },
  "Filters-fii1a0qn.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Filters.generated") },
  "GetStartedPage-bw9efmsx.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./GetStartedPage.generated") },
  "OrganizationPage-bvja5jzr.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationPage.generated") },
  "OrganizationsPage-19xppqq9.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationsPage.generated") },
  "OverviewPage-jn4nzjg7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OverviewPage.generated") },
  "PageHeader-h87zlf4i.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PageHeader.generated") },
  "PermissionPicker-pa563463.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionPicker.generated") },
  "PermissionsPage-b2xltvpg.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionsPage.generated") },
  "ProjectsPage-obe6fjb2.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ProjectsPage.generated") },
  "RolesPage-ia0j8bp5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./RolesPage.generated") },
  "Section-cii4tfj7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Section.generated") },
  "SecurityPage-mdowts7m.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SecurityPage.generated") },
  "SettingsPage-bp9coi2l.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SettingsPage.generated") },
  "SignInPage-oy1qizpv.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SignInPage.generated") },
  "Time-jf5j01a6.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Time.generated") },
  "UserPage-jhm2ce22.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UserPage.generated") },
  "UsersPage-h03dkop7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UsersPage.generated") },
  "VaultPage-muetfq6n.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./VaultPage.generated") },
  "WebhookPage-khcsoxmw.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhookPage.generated") },
  "WebhooksPage-thdt40kg.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhooksPage.generated") },
  "console-gs067h3l.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./console.generated") },
  "icon-eb44b017.svg": { type: "image/svg+xml", load: async () => await import("./icon.generated") },
  "permissionGroups-kwna88i7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./permissionGroups.generated") },
  "rolldown-runtime-bmebv627.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./rolldown-runtime.generated") },
  "stepUp-bzwseaqd.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./stepUp.generated") },
  "style-eewvicsp.css": { type: "text/css; charset=utf-8", load: async () => await import("./styleStyle.generated") },
  "useMatch-dr8jfi27.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useMatch.generated") },
  "useQuery-g9o9nwxt.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useQuery.generated") },
  "useRouter-cj5gs9qu.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useRouter.generated") },
};
