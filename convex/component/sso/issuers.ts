/** Issuers that serve more than one organization. */

/** Hosts of Microsoft Entra, in all of its clouds. */
const ENTRA_HOSTS = [
  "login.microsoftonline.com",
  "login.microsoft.com",
  "login.windows.net",
  "sts.windows.net",
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
  "login.chinacloudapi.cn",
];
/** Any Microsoft account, as a tenant id. */
const PERSONAL_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad";
const TENANT = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(\.[a-z0-9-]+)+)$/;
const SHARED = ["common", "organizations", "consumers", PERSONAL_ACCOUNTS];

/**
 * Why the issuer cannot be an organization's, or null. With Entra's multi-tenant endpoints every
 * tenant could assert every address ("nOAuth").
 */
export function sharedIssuerFault(issuer: string): string | null {
  const url = new URL(issuer);
  if (url.search !== "" || url.hash !== "")
    return "An issuer has no query and no fragment (OpenID Connect Discovery 1.0)";
  if (!ENTRA_HOSTS.includes(url.hostname.replace(/\.$/, ""))) return null;
  const tenant = (url.pathname.split("/")[1] ?? "").toLowerCase(); // with % it is none
  if (SHARED.includes(tenant) || !TENANT.test(tenant))
    return "Entra's shared endpoints are not accepted; use the issuer of your tenant, https://login.microsoftonline.com/<tenant id>/v2.0";
  return null;
}
