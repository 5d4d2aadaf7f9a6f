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
  "emails.delete": async (stage) => {
    const { name, slug } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Delete");
    await stage.confirmDeletion(slug, "Delete template");
    await stage.page.getByRole("rowheader", { name }).waitFor({ state: "detached" });
  },
};
