import { operationMutation, operationQuery } from "../api/sessionOperations";
import { users } from "./contract";
import * as factors from "./factors";
import * as impersonation from "./impersonation";
import * as accounts from "./linkedAccounts";
import * as model from "./model";
import * as password from "./password";
import { sendPasswordReset as mailPasswordReset } from "./passwordReset";
import { hasProjectPermission } from "./permissions";
import * as sessions from "./sessions";
import { success } from "../wire/fields";

export const listUsers = operationQuery(users.listUsers, model.listUsers);

export const getUser = operationQuery(users.getUser, async (ctx, { userId }) =>
  model.present(await model.getUser(ctx, userId)),
);

export const createUser = operationMutation(
  users.createUser,
  async (ctx, input, passwordHash) => ({ user: await model.createUser(ctx, input, passwordHash) }),
  password.loadHashNeed,
);

export const updateUser = operationMutation(
  users.updateUser,
  async (ctx, input, passwordHash) => {
    if (passwordHash !== null) await password.setUserPassword(ctx, input.userId, passwordHash);
    return await model.updateUser(ctx, input);
  },
  password.loadHashNeed,
);

export const deleteUser = operationMutation(users.deleteUser, async (ctx, input) => {
  await model.deleteUser(ctx, input);
  return success;
});

export const banUser = operationMutation(users.banUser, async (ctx, input) => ({
  user: await model.banUser(ctx, input),
}));

export const unbanUser = operationMutation(users.unbanUser, async (ctx, { userId }) => ({
  user: await model.unbanUser(ctx, userId),
}));

export const setRole = operationMutation(users.setRole, async (ctx, input) => ({
  user: await model.setRole(ctx, input),
}));

export const hasPermission = operationQuery(users.hasPermission, async (ctx, input) => ({
  success: await hasProjectPermission(ctx, input),
}));

export const listUserSessions = operationQuery(users.listUserSessions, sessions.listUserSessions);

export const revokeSession = operationMutation(users.revokeSession, async (ctx, { sessionId }) => {
  await sessions.revokeSession(ctx, sessionId);
  return success;
});

export const revokeAllSessions = operationMutation(
  users.revokeAllSessions,
  async (ctx, { userId }) => {
    await sessions.revokeAllSessions(ctx, userId);
    return success;
  },
);

export const impersonateUser = operationMutation(
  users.impersonateUser,
  impersonation.impersonateUser,
);

export const startImpersonation = operationMutation(
  users.startImpersonation,
  impersonation.startImpersonation,
);

export const stopImpersonating = operationMutation(
  users.stopImpersonating,
  async (ctx, { sessionId }) => await impersonation.stopImpersonating(ctx, sessionId),
);

export const setUserPassword = operationMutation(
  users.setUserPassword,
  async (ctx, { userId }, passwordHash) => {
    await password.setUserPassword(ctx, userId, passwordHash ?? ""); // never null: the field is required
    return { status: true as const };
  },
  password.loadHashNeed,
);

export const listFactors = operationQuery(users.listFactors, async (ctx, { userId }) => ({
  factors: await factors.listFactors(ctx, userId),
}));

export const removeFactor = operationMutation(users.removeFactor, async (ctx, input) => {
  await factors.removeFactor(ctx, input);
  return success;
});

export const listAccounts = operationQuery(users.listAccounts, async (ctx, { userId }) => ({
  accounts: await accounts.listAccounts(ctx, userId),
}));

export const unlinkAccount = operationMutation(users.unlinkAccount, async (ctx, input) => {
  await accounts.unlinkAccount(ctx, input);
  return success;
});

export const sendPasswordReset = operationMutation(users.sendPasswordReset, async (ctx, input) => {
  await mailPasswordReset(ctx, input);
  return success;
});
