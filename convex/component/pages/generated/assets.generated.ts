/* Generated from pages/ by `npm run pages`. Do not edit. */

interface Asset {
  readonly type: string;
  /** The content, compressed with gzip, in base64. */
  readonly load: () => Promise<{ default: string }>;
}

export const assets: Readonly<Record<string, Asset>> = {
  "ActMenu-f0w2wy32.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ActMenu.generated") },
  "ApiKeysPage-oqah8nha.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ApiKeysPage.generated") },
  "AuditLogPage-cbxjxxdc.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuditLogPage.generated") },
  "AuthenticationPage-kr3yuldm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuthenticationPage.generated") },
  "Badge-k23vy0ao.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Badge.generated") },
  "BrandingPage-mob8huf5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./BrandingPage.generated") },
  "ClientsPage-htfd9c17.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ClientsPage.generated") },
  "DataTable-buao8c99.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./DataTable.generated") },
  "EmailsPage-cz7rkug5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EmailsPage.generated") },
  "EventsPage-f46wo8bp.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EventsPage.generated") },
  "Filters-f2d1yyfp.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Filters.generated") },
  "GetStartedPage-ejy3dga2.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./GetStartedPage.generated") },
  "OrganizationPage-es3huwhx.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationPage.generated") },
  "OrganizationsPage-eqc09br6.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationsPage.generated") },
  "OverviewPage-eflpksbf.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OverviewPage.generated") },
  "PageHeader-h87zlf4i.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PageHeader.generated") },
  "PermissionPicker-9pfraqzm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionPicker.generated") },
  "PermissionsPage-c58lf17i.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionsPage.generated") },
  "ProjectsPage-g77pixvz.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ProjectsPage.generated") },
  "RolesPage-fuy2lqrg.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./RolesPage.generated") },
  "Section-lnckxr26.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Section.generated") },
  "SecurityPage-lzoghyw8.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SecurityPage.generated") },
  "SettingsPage-ko75zhtf.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SettingsPage.generated") },
  "SignInPage-n82o24bw.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SignInPage.generated") },
  "Time-jf5j01a6.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Time.generated") },
  "UserPage-doyd6nwo.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UserPage.generated") },
  "UsersPage-je2do9yv.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UsersPage.generated") },
  "VaultPage-g2yk8dms.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./VaultPage.generated") },
  "WebhookPage-flknev5a.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhookPage.generated") },
  "WebhooksPage-c17zc8v3.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhooksPage.generated") },
  "console-m165q31t.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./console.generated") },
  "icon-eb44b017.svg": { type: "image/svg+xml", load: async () => await import("./icon.generated") },
  "permissionGroups-kwna88i7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./permissionGroups.generated") },
  "rolldown-runtime-bmebv627.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./rolldown-runtime.generated") },
  "stepUp-bzwseaqd.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./stepUp.generated") },
  "style-dlvudw4x.css": { type: "text/css; charset=utf-8", load: async () => await import("./styleStyle.generated") },
  "useMatch-dr8jfi27.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useMatch.generated") },
  "useQuery-g9o9nwxt.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useQuery.generated") },
  "useRouter-cj5gs9qu.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useRouter.generated") },
};
