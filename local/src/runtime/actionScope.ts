import type { DeployedApp, Identity, RequestMetadata } from "../types";
import type { LogLines } from "./logLine";
import type { Services } from "./services";

/** Shared by an action and the actions that it calls. */
export interface ActionScope {
  readonly services: Services;
  readonly app: DeployedApp;
  readonly identity: Identity;
  readonly request: RequestMetadata;
  readonly log: LogLines;
}
