/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as apiKeys_contract from "../apiKeys/contract.js";
import type * as apiKeys_functions from "../apiKeys/functions.js";
import type * as apiKeys_key from "../apiKeys/key.js";
import type * as apiKeys_model from "../apiKeys/model.js";
import type * as apiKeys_tables from "../apiKeys/tables.js";
import type * as apiKeys_verification from "../apiKeys/verification.js";
import type * as auditLogs_contract from "../auditLogs/contract.js";
import type * as auditLogs_functions from "../auditLogs/functions.js";
import type * as auditLogs_model from "../auditLogs/model.js";
import type * as auditLogs_tables from "../auditLogs/tables.js";
import type * as authClients_addresses from "../authClients/addresses.js";
import type * as authClients_clients from "../authClients/clients.js";
import type * as authClients_contract from "../authClients/contract.js";
import type * as authClients_fields from "../authClients/fields.js";
import type * as authClients_functions from "../authClients/functions.js";
import type * as authClients_model from "../authClients/model.js";
import type * as authClients_tables from "../authClients/tables.js";
import type * as configuration_contract from "../configuration/contract.js";
import type * as configuration_credentials from "../configuration/credentials.js";
import type * as configuration_defaults from "../configuration/defaults.js";
import type * as configuration_fields from "../configuration/fields.js";
import type * as configuration_functions from "../configuration/functions.js";
import type * as configuration_model from "../configuration/model.js";
import type * as configuration_providerModel from "../configuration/providerModel.js";
import type * as configuration_publicConfig from "../configuration/publicConfig.js";
import type * as configuration_settings from "../configuration/settings.js";
import type * as configuration_socialProviders from "../configuration/socialProviders.js";
import type * as configuration_tables from "../configuration/tables.js";
import type * as contract from "../contract.js";
import type * as crons from "../crons.js";
import type * as cursor from "../cursor.js";
import type * as emails_blocks from "../emails/blocks.js";
import type * as emails_builtIns from "../emails/builtIns.js";
import type * as emails_contract from "../emails/contract.js";
import type * as emails_delivery from "../emails/delivery.js";
import type * as emails_exchange from "../emails/exchange.js";
import type * as emails_functions from "../emails/functions.js";
import type * as emails_mailbox from "../emails/mailbox.js";
import type * as emails_messages from "../emails/messages.js";
import type * as emails_present from "../emails/present.js";
import type * as emails_provider from "../emails/provider.js";
import type * as emails_providers from "../emails/providers.js";
import type * as emails_queue from "../emails/queue.js";
import type * as emails_rendering from "../emails/rendering.js";
import type * as emails_sending from "../emails/sending.js";
import type * as emails_tables from "../emails/tables.js";
import type * as emails_template from "../emails/template.js";
import type * as emails_templates from "../emails/templates.js";
import type * as errors from "../errors.js";
import type * as events_contract from "../events/contract.js";
import type * as events_functions from "../events/functions.js";
import type * as events_model from "../events/model.js";
import type * as events_tables from "../events/tables.js";
import type * as http from "../http.js";
import type * as ids from "../ids.js";
import type * as management from "../management.js";
import type * as operation from "../operation.js";
import type * as organizations_access from "../organizations/access.js";
import type * as organizations_contract from "../organizations/contract.js";
import type * as organizations_deletion from "../organizations/deletion.js";
import type * as organizations_expiry from "../organizations/expiry.js";
import type * as organizations_functions from "../organizations/functions.js";
import type * as organizations_invitations from "../organizations/invitations.js";
import type * as organizations_invitees from "../organizations/invitees.js";
import type * as organizations_members from "../organizations/members.js";
import type * as organizations_memberships from "../organizations/memberships.js";
import type * as organizations_model from "../organizations/model.js";
import type * as organizations_policies from "../organizations/policies.js";
import type * as organizations_present from "../organizations/present.js";
import type * as organizations_responses from "../organizations/responses.js";
import type * as organizations_selfService from "../organizations/selfService.js";
import type * as organizations_state from "../organizations/state.js";
import type * as organizations_tables from "../organizations/tables.js";
import type * as organizations_teams from "../organizations/teams.js";
import type * as organizations_unfinished from "../organizations/unfinished.js";
import type * as page from "../page.js";
import type * as parse from "../parse.js";
import type * as passwords_breaches from "../passwords/breaches.js";
import type * as passwords_bytes from "../passwords/bytes.js";
import type * as passwords_formats from "../passwords/formats.js";
import type * as passwords_hash from "../passwords/hash.js";
import type * as passwords_length from "../passwords/length.js";
import type * as passwords_newPassword from "../passwords/newPassword.js";
import type * as passwords_policy from "../passwords/policy.js";
import type * as permissions from "../permissions.js";
import type * as projects_contract from "../projects/contract.js";
import type * as projects_deletion from "../projects/deletion.js";
import type * as projects_functions from "../projects/functions.js";
import type * as projects_model from "../projects/model.js";
import type * as projects_tables from "../projects/tables.js";
import type * as rbac_assignments from "../rbac/assignments.js";
import type * as rbac_catalogue from "../rbac/catalogue.js";
import type * as rbac_checks from "../rbac/checks.js";
import type * as rbac_contract from "../rbac/contract.js";
import type * as rbac_functions from "../rbac/functions.js";
import type * as rbac_grants from "../rbac/grants.js";
import type * as rbac_held from "../rbac/held.js";
import type * as rbac_holds from "../rbac/holds.js";
import type * as rbac_model from "../rbac/model.js";
import type * as rbac_permissionModel from "../rbac/permissionModel.js";
import type * as rbac_sessionPermissions from "../rbac/sessionPermissions.js";
import type * as rbac_tables from "../rbac/tables.js";
import type * as rbac_userPermissions from "../rbac/userPermissions.js";
import type * as request from "../request.js";
import type * as response from "../response.js";
import type * as secrets from "../secrets.js";
import type * as sessionOperations from "../sessionOperations.js";
import type * as sessions_contract from "../sessions/contract.js";
import type * as sessions_expiry from "../sessions/expiry.js";
import type * as sessions_model from "../sessions/model.js";
import type * as sessions_tables from "../sessions/tables.js";
import type * as setup from "../setup.js";
import type * as signIn_actors from "../signIn/actors.js";
import type * as signIn_adapter from "../signIn/adapter.js";
import type * as signIn_attempt from "../signIn/attempt.js";
import type * as signIn_auth from "../signIn/auth.js";
import type * as signIn_boundedFetch from "../signIn/boundedFetch.js";
import type * as signIn_carriedCookies from "../signIn/carriedCookies.js";
import type * as signIn_cors from "../signIn/cors.js";
import type * as signIn_current from "../signIn/current.js";
import type * as signIn_effects from "../signIn/effects.js";
import type * as signIn_expiry from "../signIn/expiry.js";
import type * as signIn_failedAttempts from "../signIn/failedAttempts.js";
import type * as signIn_failures from "../signIn/failures.js";
import type * as signIn_forwarded from "../signIn/forwarded.js";
import type * as signIn_gate from "../signIn/gate.js";
import type * as signIn_http from "../signIn/http.js";
import type * as signIn_issuers from "../signIn/issuers.js";
import type * as signIn_keySets from "../signIn/keySets.js";
import type * as signIn_limits from "../signIn/limits.js";
import type * as signIn_linkedAccounts from "../signIn/linkedAccounts.js";
import type * as signIn_mail from "../signIn/mail.js";
import type * as signIn_mailCodes from "../signIn/mailCodes.js";
import type * as signIn_methods from "../signIn/methods.js";
import type * as signIn_models from "../signIn/models.js";
import type * as signIn_origins from "../signIn/origins.js";
import type * as signIn_passkeys from "../signIn/passkeys.js";
import type * as signIn_plugins from "../signIn/plugins.js";
import type * as signIn_providerAnswer from "../signIn/providerAnswer.js";
import type * as signIn_providerQuestion from "../signIn/providerQuestion.js";
import type * as signIn_providers from "../signIn/providers.js";
import type * as signIn_redirects from "../signIn/redirects.js";
import type * as signIn_rows from "../signIn/rows.js";
import type * as signIn_secondFactor from "../signIn/secondFactor.js";
import type * as signIn_sessionCookie from "../signIn/sessionCookie.js";
import type * as signIn_sessionCredential from "../signIn/sessionCredential.js";
import type * as signIn_signingKeys from "../signIn/signingKeys.js";
import type * as signIn_socialRequest from "../signIn/socialRequest.js";
import type * as signIn_socialSignIn from "../signIn/socialSignIn.js";
import type * as signIn_tables from "../signIn/tables.js";
import type * as signIn_tokenIssuer from "../signIn/tokenIssuer.js";
import type * as signIn_tokens from "../signIn/tokens.js";
import type * as signIn_usedLinks from "../signIn/usedLinks.js";
import type * as signIn_verificationMail from "../signIn/verificationMail.js";
import type * as tenancy_admission from "../tenancy/admission.js";
import type * as tenancy_caller from "../tenancy/caller.js";
import type * as tenancy_database from "../tenancy/database.js";
import type * as tenancy_deployment from "../tenancy/deployment.js";
import type * as tenancy_functions from "../tenancy/functions.js";
import type * as tenancy_idempotency from "../tenancy/idempotency.js";
import type * as tenancy_keyUse from "../tenancy/keyUse.js";
import type * as tenancy_lookups from "../tenancy/lookups.js";
import type * as tenancy_purge from "../tenancy/purge.js";
import type * as tenancy_records from "../tenancy/records.js";
import type * as tenancy_tables from "../tenancy/tables.js";
import type * as tenancy_visitor from "../tenancy/visitor.js";
import type * as users_ban from "../users/ban.js";
import type * as users_banExpiry from "../users/banExpiry.js";
import type * as users_contract from "../users/contract.js";
import type * as users_credential from "../users/credential.js";
import type * as users_functions from "../users/functions.js";
import type * as users_impersonation from "../users/impersonation.js";
import type * as users_model from "../users/model.js";
import type * as users_password from "../users/password.js";
import type * as users_permissions from "../users/permissions.js";
import type * as users_search from "../users/search.js";
import type * as users_sessions from "../users/sessions.js";
import type * as users_tables from "../users/tables.js";
import type * as wire from "../wire.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  "apiKeys/contract": typeof apiKeys_contract;
  "apiKeys/functions": typeof apiKeys_functions;
  "apiKeys/key": typeof apiKeys_key;
  "apiKeys/model": typeof apiKeys_model;
  "apiKeys/tables": typeof apiKeys_tables;
  "apiKeys/verification": typeof apiKeys_verification;
  "auditLogs/contract": typeof auditLogs_contract;
  "auditLogs/functions": typeof auditLogs_functions;
  "auditLogs/model": typeof auditLogs_model;
  "auditLogs/tables": typeof auditLogs_tables;
  "authClients/addresses": typeof authClients_addresses;
  "authClients/clients": typeof authClients_clients;
  "authClients/contract": typeof authClients_contract;
  "authClients/fields": typeof authClients_fields;
  "authClients/functions": typeof authClients_functions;
  "authClients/model": typeof authClients_model;
  "authClients/tables": typeof authClients_tables;
  "configuration/contract": typeof configuration_contract;
  "configuration/credentials": typeof configuration_credentials;
  "configuration/defaults": typeof configuration_defaults;
  "configuration/fields": typeof configuration_fields;
  "configuration/functions": typeof configuration_functions;
  "configuration/model": typeof configuration_model;
  "configuration/providerModel": typeof configuration_providerModel;
  "configuration/publicConfig": typeof configuration_publicConfig;
  "configuration/settings": typeof configuration_settings;
  "configuration/socialProviders": typeof configuration_socialProviders;
  "configuration/tables": typeof configuration_tables;
  contract: typeof contract;
  crons: typeof crons;
  cursor: typeof cursor;
  "emails/blocks": typeof emails_blocks;
  "emails/builtIns": typeof emails_builtIns;
  "emails/contract": typeof emails_contract;
  "emails/delivery": typeof emails_delivery;
  "emails/exchange": typeof emails_exchange;
  "emails/functions": typeof emails_functions;
  "emails/mailbox": typeof emails_mailbox;
  "emails/messages": typeof emails_messages;
  "emails/present": typeof emails_present;
  "emails/provider": typeof emails_provider;
  "emails/providers": typeof emails_providers;
  "emails/queue": typeof emails_queue;
  "emails/rendering": typeof emails_rendering;
  "emails/sending": typeof emails_sending;
  "emails/tables": typeof emails_tables;
  "emails/template": typeof emails_template;
  "emails/templates": typeof emails_templates;
  errors: typeof errors;
  "events/contract": typeof events_contract;
  "events/functions": typeof events_functions;
  "events/model": typeof events_model;
  "events/tables": typeof events_tables;
  http: typeof http;
  ids: typeof ids;
  management: typeof management;
  operation: typeof operation;
  "organizations/access": typeof organizations_access;
  "organizations/contract": typeof organizations_contract;
  "organizations/deletion": typeof organizations_deletion;
  "organizations/expiry": typeof organizations_expiry;
  "organizations/functions": typeof organizations_functions;
  "organizations/invitations": typeof organizations_invitations;
  "organizations/invitees": typeof organizations_invitees;
  "organizations/members": typeof organizations_members;
  "organizations/memberships": typeof organizations_memberships;
  "organizations/model": typeof organizations_model;
  "organizations/policies": typeof organizations_policies;
  "organizations/present": typeof organizations_present;
  "organizations/responses": typeof organizations_responses;
  "organizations/selfService": typeof organizations_selfService;
  "organizations/state": typeof organizations_state;
  "organizations/tables": typeof organizations_tables;
  "organizations/teams": typeof organizations_teams;
  "organizations/unfinished": typeof organizations_unfinished;
  page: typeof page;
  parse: typeof parse;
  "passwords/breaches": typeof passwords_breaches;
  "passwords/bytes": typeof passwords_bytes;
  "passwords/formats": typeof passwords_formats;
  "passwords/hash": typeof passwords_hash;
  "passwords/length": typeof passwords_length;
  "passwords/newPassword": typeof passwords_newPassword;
  "passwords/policy": typeof passwords_policy;
  permissions: typeof permissions;
  "projects/contract": typeof projects_contract;
  "projects/deletion": typeof projects_deletion;
  "projects/functions": typeof projects_functions;
  "projects/model": typeof projects_model;
  "projects/tables": typeof projects_tables;
  "rbac/assignments": typeof rbac_assignments;
  "rbac/catalogue": typeof rbac_catalogue;
  "rbac/checks": typeof rbac_checks;
  "rbac/contract": typeof rbac_contract;
  "rbac/functions": typeof rbac_functions;
  "rbac/grants": typeof rbac_grants;
  "rbac/held": typeof rbac_held;
  "rbac/holds": typeof rbac_holds;
  "rbac/model": typeof rbac_model;
  "rbac/permissionModel": typeof rbac_permissionModel;
  "rbac/sessionPermissions": typeof rbac_sessionPermissions;
  "rbac/tables": typeof rbac_tables;
  "rbac/userPermissions": typeof rbac_userPermissions;
  request: typeof request;
  response: typeof response;
  secrets: typeof secrets;
  sessionOperations: typeof sessionOperations;
  "sessions/contract": typeof sessions_contract;
  "sessions/expiry": typeof sessions_expiry;
  "sessions/model": typeof sessions_model;
  "sessions/tables": typeof sessions_tables;
  setup: typeof setup;
  "signIn/actors": typeof signIn_actors;
  "signIn/adapter": typeof signIn_adapter;
  "signIn/attempt": typeof signIn_attempt;
  "signIn/auth": typeof signIn_auth;
  "signIn/boundedFetch": typeof signIn_boundedFetch;
  "signIn/carriedCookies": typeof signIn_carriedCookies;
  "signIn/cors": typeof signIn_cors;
  "signIn/current": typeof signIn_current;
  "signIn/effects": typeof signIn_effects;
  "signIn/expiry": typeof signIn_expiry;
  "signIn/failedAttempts": typeof signIn_failedAttempts;
  "signIn/failures": typeof signIn_failures;
  "signIn/forwarded": typeof signIn_forwarded;
  "signIn/gate": typeof signIn_gate;
  "signIn/http": typeof signIn_http;
  "signIn/issuers": typeof signIn_issuers;
  "signIn/keySets": typeof signIn_keySets;
  "signIn/limits": typeof signIn_limits;
  "signIn/linkedAccounts": typeof signIn_linkedAccounts;
  "signIn/mail": typeof signIn_mail;
  "signIn/mailCodes": typeof signIn_mailCodes;
  "signIn/methods": typeof signIn_methods;
  "signIn/models": typeof signIn_models;
  "signIn/origins": typeof signIn_origins;
  "signIn/passkeys": typeof signIn_passkeys;
  "signIn/plugins": typeof signIn_plugins;
  "signIn/providerAnswer": typeof signIn_providerAnswer;
  "signIn/providerQuestion": typeof signIn_providerQuestion;
  "signIn/providers": typeof signIn_providers;
  "signIn/redirects": typeof signIn_redirects;
  "signIn/rows": typeof signIn_rows;
  "signIn/secondFactor": typeof signIn_secondFactor;
  "signIn/sessionCookie": typeof signIn_sessionCookie;
  "signIn/sessionCredential": typeof signIn_sessionCredential;
  "signIn/signingKeys": typeof signIn_signingKeys;
  "signIn/socialRequest": typeof signIn_socialRequest;
  "signIn/socialSignIn": typeof signIn_socialSignIn;
  "signIn/tables": typeof signIn_tables;
  "signIn/tokenIssuer": typeof signIn_tokenIssuer;
  "signIn/tokens": typeof signIn_tokens;
  "signIn/usedLinks": typeof signIn_usedLinks;
  "signIn/verificationMail": typeof signIn_verificationMail;
  "tenancy/admission": typeof tenancy_admission;
  "tenancy/caller": typeof tenancy_caller;
  "tenancy/database": typeof tenancy_database;
  "tenancy/deployment": typeof tenancy_deployment;
  "tenancy/functions": typeof tenancy_functions;
  "tenancy/idempotency": typeof tenancy_idempotency;
  "tenancy/keyUse": typeof tenancy_keyUse;
  "tenancy/lookups": typeof tenancy_lookups;
  "tenancy/purge": typeof tenancy_purge;
  "tenancy/records": typeof tenancy_records;
  "tenancy/tables": typeof tenancy_tables;
  "tenancy/visitor": typeof tenancy_visitor;
  "users/ban": typeof users_ban;
  "users/banExpiry": typeof users_banExpiry;
  "users/contract": typeof users_contract;
  "users/credential": typeof users_credential;
  "users/functions": typeof users_functions;
  "users/impersonation": typeof users_impersonation;
  "users/model": typeof users_model;
  "users/password": typeof users_password;
  "users/permissions": typeof users_permissions;
  "users/search": typeof users_search;
  "users/sessions": typeof users_sessions;
  "users/tables": typeof users_tables;
  wire: typeof wire;
}> = anyApi as any;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
> = anyApi as any;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
> = anyApi as any;

export const components = componentsGeneric() as unknown as {
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
};
