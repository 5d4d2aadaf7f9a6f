import { operationQuery } from "../tenancy/functions";
import { auditLogs } from "./contract";
import * as model from "./model";

export const listEvents = operationQuery(auditLogs.listEvents, async (ctx, input) => await model.listEvents(ctx, input));
