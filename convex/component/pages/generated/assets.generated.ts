/* Generated from pages/ by `npm run pages`. Do not edit. */

interface Asset {
  readonly type: string;
  /** The content, compressed with gzip, in base64. */
  readonly load: () => Promise<{ default: string }>;
}

export const assets: Readonly<Record<string, Asset>> = {
  "ActMenu-mrw8i59e.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ActMenu.generated") },
  "ApiKeysPage-l8kf80v5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ApiKeysPage.generated") },
  "AuditLogPage-mzn0wal1.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuditLogPage.generated") },
  "AuthenticationPage-dy5uzsp7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuthenticationPage.generated") },
  "Badge-d5l3c3pm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Badge.generated") },
  "BrandingPage-onb78iv7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./BrandingPage.generated") },
  "ClientsPage-l8cpz4bn.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ClientsPage.generated") },
  "DataTable-mrojd8dh.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./DataTable.generated") },
  "EmailsPage-fmfjft2f.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EmailsPage.generated") },
  "EventsPage-lxhyc985.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EventsPage.generated") },
  "Filters-lh8a4se0.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Filters.generated") },
  "GetStartedPage-4tafpi6k.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./GetStartedPage.generated") },
  "OrganizationPage-i2f2hp94.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationPage.generated") },
  "OrganizationsPage-n4rnmo4r.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationsPage.generated") },
  "OverviewPage-eep6w9ey.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OverviewPage.generated") },
  "PageHeader-oiike4ey.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PageHeader.generated") },
  "PermissionPicker-mme1k8sw.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionPicker.generated") },
  "PermissionsPage-k804rvpb.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionsPage.generated") },
  "ProjectsPage-ckpvxveg.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ProjectsPage.generated") },
  "RolesPage-p3knqk0l.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./RolesPage.generated") },
  "Section-jyk88sfm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Section.generated") },
  "SecurityPage-ke0zdit1.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SecurityPage.generated") },
  "SettingsPage-eqjspupe.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SettingsPage.generated") },
  "SignInPage-kffj7nsx.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SignInPage.generated") },
  "Time-iyj6jbht.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Time.generated") },
  "UserPage-l13j2yl5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UserPage.generated") },
  "UsersPage-d1knjjoh.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UsersPage.generated") },
  "VaultPage-kzi6qeyn.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./VaultPage.generated") },
  "WebhookPage-hr6pjnhm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhookPage.generated") },
  "WebhooksPage-f5idppwa.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhooksPage.generated") },
  "console-c4h7udok.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./console.generated") },
  "icon-eb44b017.svg": { type: "image/svg+xml", load: async () => await import("./icon.generated") },
  "permissionGroups-kwna88i7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./permissionGroups.generated") },
  "rolldown-runtime-bmebv627.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./rolldown-runtime.generated") },
  "stepUp-lz9fcha9.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./stepUp.generated") },
  "style-fqf6wlg1.css": { type: "text/css; charset=utf-8", load: async () => await import("./styleStyle.generated") },
  "useMatch-ll8dp1sq.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useMatch.generated") },
  "useQuery-mai22bq4.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useQuery.generated") },
  "useRouter-ksrv29k4.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useRouter.generated") },
};
