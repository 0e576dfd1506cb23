import "server-only";
import { type FEATURE_ROUTES, toApiFeature, toApiSettings } from "../../../contract/api/features";
import { toApiOperation } from "../../../contract/api/operations";
import type { SetFeatureInput } from "../../../contract/databases";
import type { Context } from "../../../services/context";
import { getDatabase } from "../../../services/databases/get-database";
import { setFeature } from "../../../services/features/set-feature";
import { getSettings } from "../../../services/settings/get-settings";
import { setSettings } from "../../../services/settings/set-settings";
import type { Call, Handlers } from "../handler";
import { databaseOperationPath, operationPath } from "../paths";

export const FEATURE_HANDLERS: Handlers<typeof FEATURE_ROUTES> = {
  enableFeature: async ({ ctx, params, body: { feature }, ...call }) => {
    const { name, options } = feature;
    await begin(ctx, { ...params, ...call }, { name, isOn: true, options });
    return { name, status: "PENDING", message: `Feature ${name} is being enabled` };
  },
  disableFeature: async ({ ctx, params, query: { feature: name }, ...call }) => {
    await begin(ctx, { ...params, ...call }, { name, isOn: false });
    return { message: `Feature ${name} is being disabled` };
  },
  listFeatures: async ({ ctx, params: { database } }) => ({
    features: (await getDatabase(ctx, { resourceId: database })).features.map(toApiFeature),
  }),
  setFeature: async ({ ctx, params: { database, feature: name }, body, answerHeaders, origin }) => {
    const { is_on: isOn, options, accepts_loss: acceptsLoss = false } = body;
    const operation = await setFeature(ctx, { resourceId: database, name, isOn, options, acceptsLoss });
    answerHeaders.set("location", origin + operationPath(operation));
    return { operation: toApiOperation(operation) };
  },
  getSettings: async ({ ctx, params: { database } }) => ({
    settings: toApiSettings(await getSettings(ctx, { resourceId: database })),
  }),
  setSettings: async ({ ctx, params: { database }, body, answerHeaders, origin }) => {
    const operation = await setSettings(ctx, {
      resourceId: database,
      settings: {
        idleTimeoutSeconds: body.idle_timeout_seconds,
        keyspaceEvents: body.keyspace_events,
        clientsMax: body.clients_max,
      },
    });
    answerHeaders.set("location", origin + operationPath(operation));
    return { operation: toApiOperation(operation) };
  },
};

type Begun = Pick<Call<(typeof FEATURE_ROUTES)["enableFeature"]>, "answerHeaders" | "origin"> & {
  database: string;
};

/** Who asks in the reference's words has none for the yes to a loss: the call itself is one. */
async function begin(
  ctx: Context,
  { database, answerHeaders, origin }: Begun,
  wanted: Pick<SetFeatureInput, "name" | "isOn" | "options">,
): Promise<void> {
  const { addonId, resourceId } = await getDatabase(ctx, { resourceId: database });
  const operation = await setFeature(ctx, { ...wanted, resourceId, acceptsLoss: true });
  answerHeaders.set("location", origin + databaseOperationPath(addonId, operation));
}
