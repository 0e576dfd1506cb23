import { z } from "zod";
import type { StorageTrialView, StorageView } from "../storages";
import { NoAnswer, route } from "./route";

const tag = "Storages";

const name = z.string().describe("What people call it.");

const ofS3 = z.string().optional();

/** What it needs is asked by its kind, in one place: `StorageInput`. */
const ApiNewStorage = z.object({
  kind: z.enum(["folder", "s3"], { error: "A storage is a folder or s3." }),
  name,
  path: z.string().optional().describe("Of a folder, on the machine of the worker."),
  endpoint: z.string().nullish().describe("Of a server of one's own for S3."),
  region: ofS3,
  bucket: ofS3,
  prefix: ofS3.describe("Before the names of all objects."),
  access_key_id: ofS3,
  secret_access_key: ofS3.describe("Kept encrypted and never answered."),
});

/** What a request says of a storage, as `StorageInput` reads it. */
export const toStorageInput = ({
  access_key_id: accessKeyId,
  secret_access_key: secretAccessKey,
  ...rest
}: z.infer<typeof ApiNewStorage>) => ({ ...rest, accessKeyId, secretAccessKey });

const ApiStorage = z
  .object({
    id: z.string(),
    name,
    kind: z.enum(["folder", "s3"]),
    place: z.string().describe("A path, or `s3://bucket/prefix`."),
    endpoint: z.string().nullable(),
    created_at: z.iso.datetime(),
    backups: z.number(),
    bytes: z.number(),
    free_bytes: z.number().nullable().describe("Null where it cannot be known."),
    error: z.string().nullable().describe("Why it cannot be reached now."),
    unknown_objects: z
      .number()
      .nullable()
      .describe("Objects of this Berth there that no record knows; null before somebody has looked."),
  })
  .meta({ id: "Storage" });

/** A storage in the words of the API. */
export const toApiStorage = (view: StorageView): z.infer<typeof ApiStorage> => ({
  id: view.id,
  name: view.name,
  kind: view.kind,
  place: view.place,
  endpoint: view.endpoint,
  created_at: view.createdAt,
  backups: view.backups,
  bytes: view.bytes,
  free_bytes: view.freeBytes,
  error: view.error,
  unknown_objects: view.unknownObjects,
});

const ApiTrial = z.object({ place: z.string(), free_bytes: z.number().nullable() });

/** What a trial found, in the words of the API. */
export const toApiTrial = ({ place, freeBytes }: StorageTrialView): z.infer<typeof ApiTrial> => ({
  place,
  free_bytes: freeBytes,
});

const StorageBody = z.object({ storage: ApiNewStorage });

/** Routes about where backups are kept, for administrators. */
export const STORAGE_ROUTES = {
  listStorages: route({
    method: "GET",
    path: "/v1/storages",
    tag,
    summary: "Where backups are kept",
    needs: "admin",
    answer: z.object({ storages: z.array(ApiStorage) }),
  }),
  tryStorage: route({
    method: "POST",
    path: "/v1/storages/trial",
    tag,
    summary: "Write an object to a storage, read it back and delete it, and keep nothing",
    needs: "admin",
    body: StorageBody,
    answer: z.object({ trial: ApiTrial }),
  }),
  addStorage: route({
    method: "POST",
    path: "/v1/storages",
    tag,
    summary: "Keep a copy of every backup there from now on; it is tried before",
    needs: "admin",
    body: StorageBody,
    status: 201,
    answer: z.object({ storage: ApiStorage }),
  }),
  removeStorage: route({
    method: "DELETE",
    path: "/v1/storages/{storage}",
    tag,
    summary: "Keep no more backups there",
    needs: "admin",
    params: z.object({ storage: z.uuid() }),
    status: 204,
    answer: NoAnswer,
  }),
  downloadRecoveryKey: route({
    method: "POST",
    path: "/v1/recovery_key",
    tag,
    summary: "The key that opens stored objects without Berth (`age -d -i`), once",
    needs: "admin",
    answer: z.object({ recovery_key: z.object({ file_name: z.string(), content: z.string() }) }),
  }),
};
