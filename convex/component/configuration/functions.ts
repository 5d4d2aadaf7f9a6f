import { operationMutation, operationQuery } from "../tenancy/functions";
import { configuration } from "./contract";
import * as model from "./model";
import * as providers from "./providerModel";
import { loadPublicConfig } from "./publicConfig";
import { loadSettings } from "./settings";

export const getDashboard = operationQuery(
  configuration.getDashboard,
  async (ctx) => await model.getConfig(ctx),
);

export const saveDashboard = operationMutation(
  configuration.saveDashboard,
  async (ctx, input) => await model.saveConfig(ctx, input),
);

export const getSocialProviders = operationQuery(configuration.getSocialProviders, async (ctx) => ({
  providers: await providers.listProviders(ctx),
}));

export const saveSocialProvider = operationMutation(
  configuration.saveSocialProvider,
  async (ctx, input) => {
    await providers.saveProvider(ctx, input);
    return { config: await model.getConfig(ctx), providers: await providers.listProviders(ctx) };
  },
);

export const deleteSocialProvider = operationMutation(
  configuration.deleteSocialProvider,
  async (ctx, { providerId }) => {
    await providers.deleteProvider(ctx, providerId);
    return { config: await model.getConfig(ctx), providers: await providers.listProviders(ctx) };
  },
);

export const getBranding = operationQuery(
  configuration.getBranding,
  async (ctx) => (await loadSettings(ctx.db)).branding,
);

export const saveBranding = operationMutation(
  configuration.saveBranding,
  async (ctx, branding) => (await model.saveConfig(ctx, { branding })).branding,
);

export const getAuthConfig = operationQuery(configuration.getAuthConfig, async (ctx) =>
  model.presentAuthConfig(await loadSettings(ctx.db)),
);

export const saveAuthConfig = operationMutation(
  configuration.saveAuthConfig,
  async (ctx, input) => await model.saveAuthConfig(ctx, input),
);

export const getPublic = operationQuery(
  configuration.getPublic,
  async (ctx, { clientId }) => await loadPublicConfig(ctx, clientId),
);
