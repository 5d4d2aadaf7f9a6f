import { operationMutation, operationQuery } from "../api/operatorOperations";
import { emails } from "./contract";
import * as messages from "./messages";
import * as provider from "./provider";
import * as templates from "./templates";
import { success } from "../wire/fields";

export const send = operationMutation(emails.send, async (ctx, input) => ({
  ...success,
  messageId: await messages.sendMail(ctx, input),
}));

export const getMessage = operationQuery(
  emails.getMessage,
  async (ctx, { messageId }) => await messages.getMessage(ctx, messageId),
);

export const listMessages = operationQuery(emails.listMessages, messages.listMessages);

export const preview = operationQuery(emails.preview, messages.previewMail);

export const sendTest = operationMutation(emails.sendTest, async (ctx, input) => ({
  ...success,
  messageId: await messages.sendTestMail(ctx, input),
}));

export const listTemplates = operationQuery(emails.listTemplates, async (ctx, input) => ({
  templates: await templates.listTemplates(ctx, input),
}));

export const getTemplate = operationQuery(emails.getTemplate, async (ctx, { idOrSlug }) => ({
  template: await templates.getTemplate(ctx, idOrSlug),
}));

export const createTemplate = operationMutation(emails.createTemplate, async (ctx, input) => ({
  ...success,
  template: await templates.createTemplate(ctx, input),
}));

export const updateTemplate = operationMutation(emails.updateTemplate, async (ctx, input) => ({
  ...success,
  template: await templates.updateTemplate(ctx, input),
}));

export const deleteTemplate = operationMutation(emails.deleteTemplate, async (ctx, { id }) => ({
  ...success,
  template: await templates.deleteTemplate(ctx, id),
}));

export const getProvider = operationQuery(emails.getProvider, async (ctx) => ({
  provider: await provider.getProvider(ctx),
}));

export const saveProvider = operationMutation(emails.saveProvider, async (ctx, input) => ({
  ...success,
  provider: await provider.saveProvider(ctx, input),
}));
