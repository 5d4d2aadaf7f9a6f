import { operationQuery } from "../api/operatorOperations";
import { statistics } from "./contract";
import { getStatistics } from "./model";

export const get = operationQuery(statistics.get, getStatistics);
