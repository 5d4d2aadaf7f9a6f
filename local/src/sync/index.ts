export {
  createSyncServer,
  type SyncServer,
  type SyncServerOptions,
  type SyncStats,
} from "./syncServer";
export { verifyToken } from "./identity";
