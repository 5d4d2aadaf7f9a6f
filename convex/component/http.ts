/**
 * The runtime's HTTP surface: one router for all of the contract. It knows paths and credentials; what an operation means is its function's business.
 * No schema library is loaded here: the manifest is the contract's routing part, generated.
 */
import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";
import { handleManagementRequest } from "./management";

const http = httpRouter();
const handler = httpAction(handleManagementRequest);
for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) http.route({ pathPrefix: "/", method, handler });

export default http;
