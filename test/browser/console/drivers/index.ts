/**
 * How a person performs each act of each page, in the order in which the acts are performed. A row
 * of the table without a driver does not compile.
 */
import type { PageName } from "../../../../pages/src/pages";
import type { DriversOf } from "./driver";
import { activity } from "./activity";
import { apiKeys } from "./apiKeys";
import { authorization } from "./authorization";
import { clients } from "./clients";
import { configuration } from "./configuration";
import { connections } from "./connections";
import { directories } from "./directories";
import { domains } from "./domains";
import { emails } from "./emails";
import { organizations } from "./organizations";
import { overview } from "./overview";
import { projects } from "./projects";
import { settings } from "./settings";
import { teams } from "./teams";
import { users } from "./users";
import { vault } from "./vault";
import { webhooks } from "./webhooks";

export const drivers: DriversOf<PageName> = {
  ...projects,
  ...overview,
  ...users,
  ...organizations,
  ...teams,
  ...domains,
  ...connections,
  ...directories,
  ...authorization,
  ...configuration,
  ...clients,
  ...emails,
  ...apiKeys,
  ...webhooks,
  ...vault,
  ...activity,
  // Last: its last driver deletes the project, which the others need.
  ...settings,
};
