import type { Contract } from "../../convex/component/contract";

interface Resource {
  /** The heading of its page. */
  readonly title: string;
  /** One line, for tables of contents. */
  readonly description: string;
}

/** Describes each group of the contract. A new group does not compile without a row. */
export const resources: Readonly<Record<keyof Contract, Resource>> = {
  users: {
    title: "Users",
    description: "The people of a project: profiles, project roles, bans, passwords, sessions.",
  },
  organizations: {
    title: "Organizations",
    description: "Customers of your app: members, invitations, teams and access policies.",
  },
  rbac: {
    title: "Roles and permissions",
    description: "The permission catalogue, the roles that grant permissions, and checks.",
  },
  apiKeys: {
    title: "API keys",
    description: "Keys for servers: creation, rotation, verification, limits and usage.",
  },
  projects: {
    title: "Projects",
    description: "The isolated tenants of a deployment, and the rotation of their signing keys.",
  },
  authClients: {
    title: "Auth clients",
    description: "Applications that sign users in: redirect URIs, origins and client secrets.",
  },
  configuration: {
    title: "Configuration",
    description: "Sign-in methods, social providers, session lifetimes and branding of a project.",
  },
  emails: {
    title: "Emails",
    description: "Mail to users: sending, delivery status, templates and the mail provider.",
  },
  events: {
    title: "Events",
    description: "The log of every change in a project, to read in order and without gaps.",
  },
  statistics: {
    title: "Statistics",
    description: "How many users, sign-ins and webhook deliveries a project had, per hour or day.",
  },
  auditLogs: {
    title: "Audit logs",
    description: "Who did what and when: search, export, entries of your app, retention.",
  },
  webhooks: {
    title: "Webhooks",
    description: "Endpoints that receive events: deliveries, retries, replays and secrets.",
  },
  sso: {
    title: "Single sign-on",
    description: "Connections of organizations to their identity providers, by SAML and OIDC.",
  },
  directories: {
    title: "Directories",
    description: "Users that identity providers provision and deprovision over SCIM 2.0.",
  },
  domains: {
    title: "Domains",
    description: "Domains of organizations, proved by a DNS record.",
  },
  portal: {
    title: "Admin portal",
    description: "Links with which a customer's administrator sets up an organization.",
  },
  vault: {
    title: "Vault",
    description: "Encrypted storage for secrets of your app and its organizations.",
  },
};
