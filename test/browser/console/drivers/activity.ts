import { opens, type DriversOf } from "./driver";

export const activity: DriversOf<"events" | "auditLog"> = {
  "events.list": opens("events"),
  "auditLog.list": opens("auditLog"),
};
