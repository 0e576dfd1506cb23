import type { OpenStorage } from "../../ports/backup-storage";
import { folderStorage } from "./folder";
import { s3Storage } from "./s3";

export const openStorage: OpenStorage = (location) =>
  location.kind === "folder" ? folderStorage(location.path) : s3Storage(location);
