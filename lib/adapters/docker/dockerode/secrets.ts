import { z } from "zod";
import { DomainError, hasReason } from "../../../core/errors";
import type { SecretSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { LABEL, madeBy, ownerLabels } from "./labels";
import { onceLeft } from "./leaving";
import { Created, SecretAnswer } from "./schemas";

/** The instance's secrets; `names` narrows the question, whose answer may hold others that begin alike. */
export const listSecrets = (api: EngineApi, names?: readonly string[]) =>
  api.ask(
    { method: "GET", path: "/secrets", filters: { ...madeBy(api.instance), ...(names && { name: names }) } },
    z.array(SecretAnswer),
  );

/** Id of a secret of this instance, null when there is none. */
async function findSecretId(api: EngineApi, name: string): Promise<string | null> {
  const secrets = await listSecrets(api, [name]);
  return secrets.find(({ Spec }) => Spec.Name === name)?.ID ?? null;
}

export async function applySecret(api: EngineApi, spec: SecretSpec): Promise<void> {
  const body = {
    Name: spec.name,
    Labels: ownerLabels(api.instance, spec.owner),
    Data: Buffer.from(spec.content).toString("base64"),
  };
  try {
    await api.ask({ method: "POST", path: "/secrets/create", body }, Created);
  } catch (error) {
    if (!hasReason(error, "engine_conflict")) throw error;
    if ((await findSecretId(api, spec.name)) === null) {
      throw new DomainError(
        "conflict",
        "name_taken",
        `A secret ${spec.name} without ${LABEL.instance} is on the engine.`,
        {
          cause: error,
        },
      );
    }
  }
}

export async function removeSecret(api: EngineApi, name: string): Promise<void> {
  const remove = async () => {
    const id = await findSecretId(api, name);
    if (id === null) return;
    await api.send({ method: "DELETE", path: `/secrets/${id}` });
  };
  await onceLeft(remove);
}
