import type { DeployedApp, Identity, RequestMetadata } from "../types";
import type { LogLines } from "./logLine";
import type { Services } from "./services";

/** What an action shares with the actions it calls. */
export interface ActionScope {
  readonly services: Services;
  readonly app: DeployedApp;
  readonly identity: Identity;
  readonly request: RequestMetadata;
  readonly log: LogLines;
}
