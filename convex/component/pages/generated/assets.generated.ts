/* Generated from pages/ by `npm run pages`. Do not edit. */

interface Asset {
  readonly type: string;
  /** The content, compressed with gzip, in base64. */
  readonly load: () => Promise<{ default: string }>;
}

export const assets: Readonly<Record<string, Asset>> = {
  "ActMenu-e2ykl8rs.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ActMenu.generated") },
  "ApiKeysPage-j9vzldxv.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ApiKeysPage.generated") },
  "AuditLogPage-gq1epj3b.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuditLogPage.generated") },
  "AuditTable-w29ku99x.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuditTable.generated") },
  "AuthenticationPage-fomgaoyg.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuthenticationPage.generated") },
  "Badge-jl1hsk97.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Badge.generated") },
  "BrandingPage-m44yja9x.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./BrandingPage.generated") },
  "ClientsPage-ky26u3bw.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ClientsPage.generated") },
  "DataTable-nursffa5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./DataTable.generated") },
  "EmailsPage-f1eqdq39.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EmailsPage.generated") },
  "EventsPage-it0hlfp1.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EventsPage.generated") },
  "Fact-nnryje0y.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Fact.generated") },
  "Filters-nd32bw0y.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Filters.generated") },
  "GetStartedPage-f3x7jm6z.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./GetStartedPage.generated") },
  "OrganizationPage-oo6z7hld.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationPage.generated") },
  "OrganizationsPage-dzgtlf0y.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationsPage.generated") },
  "OverviewPage-1qmin13o.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OverviewPage.generated") },
  "PageHeader-edibym7b.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PageHeader.generated") },
  "PermissionPicker-nkwkn2pw.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionPicker.generated") },
  "PermissionsPage-eeu65923.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionsPage.generated") },
  "ProjectsPage-doxqta2k.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ProjectsPage.generated") },
  "RolesPage-dym1nek4.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./RolesPage.generated") },
  "Section-oxva5ugy.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Section.generated") },
  "SecurityPage-mq6pegra.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SecurityPage.generated") },
  "SettingsPage-eas5e4ku.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SettingsPage.generated") },
  "SignInPage-h6owbp5l.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SignInPage.generated") },
  "Time-d3qgb7lm.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Time.generated") },
  "UserPage-bat41bzz.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UserPage.generated") },
  "UsersPage-nznms8a8.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UsersPage.generated") },
  "VaultPage-ed8sbppz.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./VaultPage.generated") },
  "WebhookPage-seyt68zh.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhookPage.generated") },
  "WebhooksPage-kg27pis8.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhooksPage.generated") },
  "clients-m2dwix00.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./clients.generated") },
  "console-fsyz0z1j.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./console.generated") },
  "icon-eb44b017.svg": { type: "image/svg+xml", load: async () => await import("./icon.generated") },
  "permissionGroups-kwna88i7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./permissionGroups.generated") },
  "rolldown-runtime-bmebv627.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./rolldown-runtime.generated") },
  "stepUp-ergixn49.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./stepUp.generated") },
  "style-kyhss9h1.css": { type: "text/css; charset=utf-8", load: async () => await import("./styleStyle.generated") },
  "useMatch-mlsgg717.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useMatch.generated") },
  "useMutation-fxivqrq5.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useMutation.generated") },
  "useRouter-c8uhv4s8.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useRouter.generated") },
};
