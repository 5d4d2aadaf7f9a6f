import { operationQuery } from "../tenancy/functions";
import { events } from "./contract";
import * as model from "./model";

export const listEvents = operationQuery(events.listEvents, model.listEvents);
