import { operationMutation, operationQuery } from "../api/operatorOperations";
import { configuration } from "./contract";
import * as model from "./model";
import * as providers from "./providerModel";
import { loadPublicConfig } from "./publicConfig";
import { loadSettings } from "./settings";

export const getDashboardConfig = operationQuery(configuration.getDashboardConfig, model.getConfig);

export const saveDashboardConfig = operationMutation(
  configuration.saveDashboardConfig,
  model.saveConfig,
);

export const getSocialProviderCredentials = operationQuery(
  configuration.getSocialProviderCredentials,
  async (ctx) => ({
    providers: await providers.listProviders(ctx),
  }),
);

export const saveSocialProviderCredential = operationMutation(
  configuration.saveSocialProviderCredential,
  async (ctx, input) => {
    await providers.saveProvider(ctx, input);
    return { config: await model.getConfig(ctx), providers: await providers.listProviders(ctx) };
  },
);

export const deleteSocialProviderCredential = operationMutation(
  configuration.deleteSocialProviderCredential,
  async (ctx, { providerId }) => {
    await providers.deleteProvider(ctx, providerId);
    return { config: await model.getConfig(ctx), providers: await providers.listProviders(ctx) };
  },
);

export const getBrandingConfig = operationQuery(
  configuration.getBrandingConfig,
  async (ctx) => (await loadSettings(ctx.db)).branding,
);

export const saveBrandingConfig = operationMutation(
  configuration.saveBrandingConfig,
  async (ctx, branding) => (await model.saveConfig(ctx, { branding })).branding,
);

export const getAuthConfiguration = operationQuery(
  configuration.getAuthConfiguration,
  async (ctx) => model.presentAuthConfig(await loadSettings(ctx.db)),
);

export const saveAuthConfiguration = operationMutation(
  configuration.saveAuthConfiguration,
  model.saveAuthConfiguration,
);

export const getPublicConfig = operationQuery(
  configuration.getPublicConfig,
  async (ctx, { clientId }) => await loadPublicConfig(ctx, clientId),
);
