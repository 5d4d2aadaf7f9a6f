/* Generated from pages/ by `npm run pages`. Do not edit. */

interface Asset {
  readonly type: string;
  /** The content, compressed with gzip, in base64. */
  readonly load: () => Promise<{ default: string }>;
}

export const assets: Readonly<Record<string, Asset>> = {
  "ActMenu-j7pjwj51.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ActMenu.generated") },
  "ApiKeysPage-h4aesju9.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ApiKeysPage.generated") },
  "AuditLogPage-h0avrpev.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuditLogPage.generated") },
  "AuthenticationPage-neqer68r.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./AuthenticationPage.generated") },
  "Badge-k23vy0ao.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Badge.generated") },
  "BrandingPage-nim0uh69.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./BrandingPage.generated") },
  "ClientsPage-lpz9bsbp.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ClientsPage.generated") },
  "DataTable-dmmoe0ya.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./DataTable.generated") },
  "EmailsPage-eki3ky51.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EmailsPage.generated") },
  "EventsPage-nof4y9my.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./EventsPage.generated") },
  "Filters-c62eyv3l.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Filters.generated") },
  "GetStartedPage-pca5ewhq.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./GetStartedPage.generated") },
  "OrganizationPage-hp7lxvlj.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationPage.generated") },
  "OrganizationsPage-hiyzv180.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OrganizationsPage.generated") },
  "OverviewPage-cazuidio.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./OverviewPage.generated") },
  "PageHeader-h87zlf4i.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PageHeader.generated") },
  "PermissionPicker-fomd8dj0.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionPicker.generated") },
  "PermissionsPage-i2vd4pny.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./PermissionsPage.generated") },
  "ProjectsPage-n8xk1bmi.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./ProjectsPage.generated") },
  "RolesPage-gkg4uuj9.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./RolesPage.generated") },
  "Section-eifbn5w0.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Section.generated") },
  "SecurityPage-nf69rd4n.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SecurityPage.generated") },
  "SettingsPage-fyrpqort.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SettingsPage.generated") },
  "SignInPage-o7fwo237.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./SignInPage.generated") },
  "Time-jf5j01a6.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./Time.generated") },
  "UserPage-n3xop6n3.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UserPage.generated") },
  "UsersPage-bw62no5d.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./UsersPage.generated") },
  "VaultPage-eu4bww9t.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./VaultPage.generated") },
  "WebhookPage-ntk3om3p.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhookPage.generated") },
  "WebhooksPage-cw2pwx7e.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./WebhooksPage.generated") },
  "console-ijgte67m.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./console.generated") },
  "icon-eb44b017.svg": { type: "image/svg+xml", load: async () => await import("./icon.generated") },
  "permissionGroups-kwna88i7.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./permissionGroups.generated") },
  "rolldown-runtime-bmebv627.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./rolldown-runtime.generated") },
  "stepUp-bzwseaqd.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./stepUp.generated") },
  "style-eewvicsp.css": { type: "text/css; charset=utf-8", load: async () => await import("./styleStyle.generated") },
  "useMatch-dr8jfi27.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useMatch.generated") },
  "useQuery-g9o9nwxt.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useQuery.generated") },
  "useRouter-cj5gs9qu.js": { type: "text/javascript; charset=utf-8", load: async () => await import("./useRouter.generated") },
};
