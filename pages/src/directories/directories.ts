/** Directories as the pages show them. */
import type { Directory, DirectoryUser } from "../../../src/index";
import type { Tone } from "../ui/Badge";

export const providers: Readonly<Record<Directory["provider"], string>> = {
  okta: "Okta",
  azure_scim_v2: "Entra ID",
  google_workspace: "Google Workspace",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  pingfederate: "PingFederate",
  generic_scim_v2: "Another (SCIM 2.0)",
};

interface Shown {
  readonly text: string;
  readonly tone: Tone;
}

export const states: Readonly<Record<Directory["state"], Shown>> = {
  unlinked: { text: "No request yet", tone: "neutral" },
  linked: { text: "Linked", tone: "good" },
  invalid_credentials: { text: "Old token in use", tone: "bad" },
};

export const syncs: Readonly<Record<NonNullable<Directory["lastSyncStatus"]>, Shown>> = {
  success: { text: "Succeeded", tone: "good" },
  partial: { text: "Some users are not linked", tone: "warning" },
  failed: { text: "Failed", tone: "bad" },
};

export const userStates: Readonly<Record<DirectoryUser["state"], Shown>> = {
  active: { text: "Active", tone: "good" },
  suspended: { text: "Suspended", tone: "warning" },
  deprovisioned: { text: "Deprovisioned", tone: "neutral" },
};

/** Why a user of the directory is no user of the project, and what to do. */
export const reasons: Readonly<Record<NonNullable<DirectoryUser["reason"]>, string>> = {
  email_missing: "The directory sends no email address: map one, or use addresses as user names.",
  email_outside_domains: "The organization has not verified the domain of the address.",
  email_domain_not_allowed: "The organization's allowed email domains do not include this one.",
  email_taken: "Another user had the address until lately and can take it back.",
  email_duplicate: "Another user of the directory has the address.",
  user_privileged: "The user has project roles, which a directory cannot change.",
  member_limit: "The organization has its maximum number of members.",
  membership_limit: "The user belongs to as many organizations as a user can.",
  user_deleted: "The user was deleted from the project.",
  inactive: "The directory has only ever sent the user as inactive.",
};
