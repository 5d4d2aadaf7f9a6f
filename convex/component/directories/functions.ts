import { operationMutation, operationQuery } from "../api/sessionOperations";
import { success } from "../wire/fields";
import { directories } from "./contract";
import * as model from "./model";
import { presentDirectory } from "./present";
import * as reads from "./reads";

export const listDirectories = operationQuery(directories.listDirectories, model.listDirectories);

export const getDirectory = operationQuery(
  directories.getDirectory,
  async (ctx, { providerId }) =>
    await presentDirectory(ctx.db, await model.getDirectory(ctx, providerId)),
);

export const createDirectory = operationMutation(
  directories.createDirectory,
  model.createDirectory,
);

export const updateDirectory = operationMutation(
  directories.updateDirectory,
  model.updateDirectory,
);

export const deleteDirectory = operationMutation(
  directories.deleteDirectory,
  async (ctx, input) => {
    await model.deleteDirectory(ctx, input);
    return success;
  },
);

export const rotateToken = operationMutation(directories.rotateToken, model.rotateToken);

export const listUsers = operationQuery(directories.listUsers, reads.listUsers);

export const getUser = operationQuery(directories.getUser, reads.getUser);

export const listGroups = operationQuery(directories.listGroups, reads.listGroups);

export const getGroup = operationQuery(directories.getGroup, reads.getGroup);
