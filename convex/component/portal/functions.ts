import { operationMutation, operationQuery } from "../api/sessionOperations";
import { portal } from "./contract";
import * as model from "./model";

export const generateLink = operationMutation(portal.generateLink, model.generateLink);

export const listSessions = operationQuery(portal.listSessions, model.listSessions);

export const revokeSession = operationMutation(portal.revokeSession, model.revokeSession);
