import { z } from "zod";
import { OPERATION_KINDS, type OperationStatus } from "../../core/operations/state";
import { type OperationView, StepView } from "../operations";

const STATUS = { queued: "pending", running: "running", succeeded: "done", failed: "error" } as const;
/** The database API ends with another word. */
const DATABASE_STATUS = { ...STATUS, succeeded: "finished" } as const satisfies Record<
  OperationStatus,
  string
>;

const Shape = z.object({
  id: z.string(),
  app_id: z.string(),
  app_name: z.string(),
  resource_id: z.string().nullable().describe("Of the database it concerns."),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  took_effect_at: z.iso
    .datetime()
    .nullable()
    .describe(
      "When what was asked for was so: for a change of plan or version, once the new Redis serves, while the old one is still to be stopped. Until `finished_at` the database takes no other change.",
    ),
  type: z.enum(OPERATION_KINDS),
  error: z.string().nullable().describe("Why it failed, for people."),
  error_code: z.string().nullable(),
  start_one_off_data: z.null(),
  steps: z.array(StepView).describe("What it does, in its order."),
});

/** An operation in the states of the app API. */
export const ApiOperation = Shape.extend({ status: z.enum(Object.values(STATUS)) }).meta({ id: "Operation" });
/** An operation in the states of the database API, which has other words for them. */
export const ApiDatabaseOperation = Shape.extend({ status: z.enum(Object.values(DATABASE_STATUS)) }).meta({
  id: "DatabaseOperation",
});

const shape = (view: OperationView): z.infer<typeof Shape> => ({
  id: view.id,
  app_id: view.appId,
  app_name: view.appName,
  resource_id: view.resourceId,
  created_at: view.createdAt,
  finished_at: view.finishedAt,
  took_effect_at: view.tookEffectAt,
  type: view.kind,
  error: view.error?.message ?? null,
  error_code: view.error?.reason ?? null,
  start_one_off_data: null,
  steps: view.steps,
});

/** An operation in the words of the app API. */
export const toApiOperation = (view: OperationView): z.infer<typeof ApiOperation> => ({
  ...shape(view),
  status: STATUS[view.status],
});

/** An operation in the words of the database API. */
export const toApiDatabaseOperation = (view: OperationView): z.infer<typeof ApiDatabaseOperation> => ({
  ...shape(view),
  status: DATABASE_STATUS[view.status],
});
