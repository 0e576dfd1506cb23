import { z } from "zod";
import { CheckImportInput, type ImportCheckView, StartImportInput } from "../imports";
import { ApiOperation } from "./operations";
import { route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Imports";

const ApiImportCheck = z
  .object({
    source: z.string().describe("Host and port."),
    source_name: z.string().nullable().describe("What the source says that it is, with its version."),
    used_memory_bytes: z.number().nullable(),
    keys_by_database: z.record(z.string(), z.number()),
    keys: z.number(),
    modules: z.array(z.string()),
    present: z
      .object({ keys: z.number(), used_memory_bytes: z.number(), version: z.string() })
      .nullable()
      .describe("What the database holds now, which the import would replace."),
    way: z
      .enum(["dump", "typed"])
      .nullable()
      .describe("`dump` copies keys in the server's own form, `typed` value by value."),
    replication: z
      .object({
        is_allowed: z.boolean(),
        reason: z.string().nullable().describe("Stable word for why not."),
        message: z.string().nullable().describe("The same for people."),
      })
      .nullable()
      .describe("Whether the new Redis can follow the source: the modes `replicate` and `stay_in_step`."),
    notes: z.array(z.string()).describe("What people should know before."),
    is_allowed: z.boolean(),
    reason: z.string().nullable().describe("Stable word for why not."),
    message: z.string().nullable().describe("The same for people."),
  })
  .meta({ id: "ImportCheck" });

/** A look at a source in the words of the API. */
export const toApiImportCheck = (view: ImportCheckView): z.infer<typeof ApiImportCheck> => ({
  source: view.source,
  source_name: view.sourceName,
  used_memory_bytes: view.usedMemoryBytes,
  keys_by_database: view.keysByDatabase,
  keys: view.keys,
  modules: view.modules,
  present: view.present && {
    keys: view.present.keys,
    used_memory_bytes: view.present.usedMemoryBytes,
    version: view.present.version,
  },
  way: view.way,
  replication: view.replication && {
    is_allowed: view.replication.isAllowed,
    reason: view.replication.reason,
    message: view.replication.message,
  },
  notes: view.notes,
  is_allowed: view.isAllowed,
  reason: view.reason,
  message: view.message,
});

const { url, isCertificateChecked } = CheckImportInput.shape;
const { acceptsLoss, keysPerSecondMax, mode } = StartImportInput.shape;

const Source = z.object({
  url: url.describe(
    "`redis://user:password@host:port` or `rediss://…`; with a number at its end that database alone.",
  ),
  is_certificate_checked: isCertificateChecked.describe(
    "`false` takes any certificate of a `rediss://` source, such as one that it signed itself.",
  ),
});
const Operation = z.object({ operation: ApiOperation });

/** Routes about imports of a running Redis. */
export const IMPORT_ROUTES = {
  checkImport: route({
    method: "POST",
    path: "/v1/databases/{database}/import/check",
    tag,
    summary: "Look at a running Redis elsewhere: what it holds, and whether and how it can be imported",
    needs: "write",
    params: DatabaseParams,
    body: Source,
    answer: z.object({ import_check: ApiImportCheck }),
  }),
  startImport: route({
    method: "POST",
    path: "/v1/databases/{database}/import",
    tag,
    summary:
      "Import a running Redis: its keys are copied into a new Redis, or that follows it, and takes over once it has them all. Nothing of the source is changed; the present data is backed up first and kept for a day for an undo. `Location` names the operation",
    needs: "write",
    params: DatabaseParams,
    body: Source.extend({
      accepts_loss: acceptsLoss.describe(
        "Needed where the database holds keys: the imported ones replace them.",
      ),
      keys_per_second_max: keysPerSecondMax.describe(
        "At most so many keys a second, to spare the source; for a copy alone.",
      ),
      mode: mode.describe(
        "`copy` asks for key after key; `replicate` makes the new Redis a replica of the source, which forks once for that, until all data is here; `stay_in_step` leaves it one until the switch.",
      ),
    }),
    status: 202,
    answer: Operation,
  }),
  switchImport: route({
    method: "POST",
    path: "/v1/databases/{database}/import/switch",
    tag,
    summary:
      "Let the import that stays in step take over: the keys are compared first; what differs leaves it in step, and the operation's step says so",
    needs: "write",
    params: DatabaseParams,
    status: 202,
    answer: Operation,
  }),
  cancelImport: route({
    method: "POST",
    path: "/v1/databases/{database}/import/cancellation",
    tag,
    summary: "End the import that runs: the database stays as it was",
    needs: "write",
    params: DatabaseParams,
    status: 202,
    answer: Operation,
  }),
};
