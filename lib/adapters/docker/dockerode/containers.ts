import { hasReason } from "../../../core/errors";
import type { EngineApi } from "./api";

/** Also one that runs; one that is not there is gone already. */
export async function removeContainer(api: EngineApi, idOrName: string): Promise<void> {
  try {
    await api.send({ method: "DELETE", path: `/containers/${idOrName}`, query: { force: true } });
  } catch (error) {
    if (!hasReason(error, "engine_not_found")) throw error;
  }
}
