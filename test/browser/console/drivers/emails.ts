import { expect } from "vitest";
import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const newTemplate = async ({ api }: ConsoleStage) => {
  const slug = unique("welcome");
  return await api.emails.templates.create({
    name: slug,
    slug,
    subject: "Welcome",
    blocksJson: '[{ "type": "text", "text": "Hello" }]',
  });
};

/** Returns the recipient. */
async function sendMail(stage: ConsoleStage): Promise<string> {
  const { slug } = await newTemplate(stage);
  const to = `${unique("ada")}@example.com`;
  await stage.api.emails.sendTest(to, slug);
  return to;
}

export const emails: DriversOf<"emails"> = {
  "emails.readProvider": opens("emails"),
  "emails.saveProvider": async (stage) => {
    await stage.open("emails");
    await stage.page.getByRole("button", { name: /^(Set up|Change)$/ }).click();
    await stage.fill("From address", "mail@example.com");
    await stage.fill("API key", "re_0123456789");
    await stage.press("Save provider");
    await stage.page.getByText("mail@example.com").waitFor();
  },
  "emails.list": opens("emails"),
  "emails.create": async (stage) => {
    await stage.open("emails");
    await stage.press("Create template");
    const name = unique("news");
    await stage.fill("Name", name);
    await stage.fill("Slug", name);
    await stage.fill("Subject", "News");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create template" }).click();
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "emails.update": async (stage) => {
    const { name } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Edit");
    const subject = unique("Hello");
    await stage.fill("Subject", subject);
    await stage.press("Save template");
    await stage.page.getByText(subject).waitFor();
  },
  "emails.preview": async (stage) => {
    const { name } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Preview");
    await stage.page.getByLabel("Text of the mail").waitFor();
    await stage.press("Done");
  },
  "emails.sendTest": async (stage) => {
    const { name } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Send test");
    await stage.fill("To", "ada@example.com");
    await stage.press("Send test");
  },
  "emails.listMessages": async (stage) => {
    const to = await sendMail(stage);
    await stage.open("emails");
    await stage.fill("Recipient", to);
    await stage.press("Apply");
    await stage.page.getByRole("rowheader", { name: to }).waitFor();
    const rows = stage.page.getByRole("grid", { name: "Messages" }).getByRole("row");
    await expect.poll(async () => await rows.count()).toBe(2);
  },
  "emails.readMessage": async (stage) => {
    const to = await sendMail(stage);
    await stage.open(`emails?to=${encodeURIComponent(to)}`);
    await stage.press(`Details of ${to}`);
    await stage.page.getByRole("dialog").getByText(/^msg_/).waitFor();
    await stage.press("Done");
  },
  "emails.delete": async (stage) => {
    const { name, slug } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Delete");
    await stage.confirmDeletion(slug, "Delete template");
    await stage.page.getByRole("rowheader", { name }).waitFor({ state: "detached" });
  },
};
