import { operationMutation, operationQuery } from "../tenancy/functions";
import * as appEntries from "./appEntries";
import { auditLogs } from "./contract";
import * as model from "./model";
import * as parts from "./export";
import * as retention from "./retention";

export const listEvents = operationQuery(
  auditLogs.listEvents,
  async (ctx, input) => await model.listEvents(ctx, input),
);

export const createEvent = operationMutation(
  auditLogs.createEvent,
  async (ctx, input) => await appEntries.createEvent(ctx, input),
);

export const exportEvents = operationQuery(
  auditLogs.exportEvents,
  async (ctx, input) => await parts.exportEvents(ctx, input),
);

export const getRetention = operationQuery(
  auditLogs.getRetention,
  async (ctx) => await retention.getRetention(ctx),
);

export const saveRetention = operationMutation(
  auditLogs.saveRetention,
  async (ctx, input) => await retention.saveRetention(ctx, input),
);
