import { operationMutation, operationQuery } from "../tenancy/functions";
import { configuration } from "./contract";
import * as model from "./model";
import * as providers from "./providerModel";
import { loadPublicConfig } from "./publicConfig";
import { loadSettings } from "./settings";

export const getDashboard = operationQuery(configuration.getDashboard, model.getConfig);

export const saveDashboard = operationMutation(configuration.saveDashboard, model.saveConfig);

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

export const saveAuthConfig = operationMutation(configuration.saveAuthConfig, model.saveAuthConfig);

export const getPublic = operationQuery(
  configuration.getPublic,
  async (ctx, { clientId }) => await loadPublicConfig(ctx, clientId),
);
