import { expect } from "vitest";
import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const newEndpoint = async ({ api }: ConsoleStage) =>
  await api.webhooks.createEndpoint({ url: `https://example.com/${unique("hook")}` });
async function openEndpoint(stage: ConsoleStage) {
  const endpoint = await newEndpoint(stage);
  await stage.open(`webhooks/${endpoint.id}`);
  return endpoint;
}
async function openDeliveredEndpoint(stage: ConsoleStage) {
  const endpoint = await newEndpoint(stage);
  await stage.api.webhooks.sendTest(endpoint.id);
  await stage.open(`webhooks/${endpoint.id}`);
}

export const webhooks: DriversOf<"webhooks"> = {
  "webhooks.list": opens("webhooks"),
  "webhooks.create": async (stage) => {
    await stage.open("webhooks");
    await stage.page.getByRole("button", { name: "Create endpoint" }).first().click();
    const url = `https://example.com/${unique("hook")}`;
    await stage.fill("URL", url);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create endpoint" }).click();
    await stage.page.getByText(/^whsec_/).waitFor();
    await stage.press("Done");
    await stage.page.getByRole("rowheader", { name: url }).waitFor();
  },
  "webhooks.update": async (stage) => {
    await openEndpoint(stage);
    await stage.press("Disable");
    await stage.page.getByRole("button", { name: "Enable", exact: true }).waitFor();
  },
  "webhooks.test": async (stage) => {
    await openEndpoint(stage);
    await stage.press("Send test event");
    await stage.page.getByRole("rowheader", { name: "webhook.test" }).waitFor();
  },
  "webhooks.listDeliveries": async (stage) => void (await openEndpoint(stage)),
  "webhooks.redeliver": async (stage) => {
    await openDeliveredEndpoint(stage);
    await stage.page.getByRole("button", { name: "Deliver again" }).first().click();
  },
  "webhooks.replay": async (stage) => {
    const { id } = await openEndpoint(stage);
    await stage.press("Replay events");
    await stage.select("Events of", "The last day");
    await stage.press("Replay");
    await stage.page.getByText("Delivers the events again").waitFor();
    const { data } = await stage.api.auditLogs.listEvents({
      action: "webhook_endpoint.replayed",
      targetId: id,
    });
    expect(data).toHaveLength(1);
  },
  "webhooks.rotateSecret": async (stage) => {
    await openEndpoint(stage);
    await stage.press("Replace secret");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Replace secret" }).click();
    await stage.press("Done");
  },
  "webhooks.delete": async (stage) => {
    const { url } = await openEndpoint(stage);
    await stage.press("Delete");
    await stage.confirmDeletion(url, "Delete endpoint");
    await stage.heading("Webhooks").waitFor();
  },
};
