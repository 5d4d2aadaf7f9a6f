import { operationMutation, operationQuery } from "../api/operatorOperations";
import * as appEntries from "./appEntries";
import { auditLogs } from "./contract";
import * as model from "./model";
import * as parts from "./export";
import * as retention from "./retention";

export const listEvents = operationQuery(auditLogs.listEvents, model.listEvents);

export const createEvent = operationMutation(auditLogs.createEvent, appEntries.createEvent);

export const exportEvents = operationQuery(auditLogs.exportEvents, parts.exportEvents);

export const getRetention = operationQuery(auditLogs.getRetention, retention.getRetention);

export const saveRetention = operationMutation(auditLogs.saveRetention, retention.saveRetention);
