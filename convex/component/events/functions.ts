import { operationQuery } from "../api/operatorOperations";
import { events } from "./contract";
import * as model from "./model";

export const getFeed = operationQuery(events.getFeed, model.getFeed);
export const listEvents = operationQuery(events.listEvents, model.listEvents);
