import { createHash, timingSafeEqual } from "node:crypto";
import { renderMetrics } from "../adapters/prometheus/render";
import { DomainError } from "../core/errors";
import { getFigures } from "../services/platform/get-figures";
import { config } from "./config";
import { platform } from "./container";

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Berth's figures for whoever has the token of the settings.
 * @throws DomainError `not_found` when no token is set; `unauthenticated` with a wrong one.
 */
export async function readMetrics(
  authorization: string | null,
): Promise<{ contentType: string; text: string }> {
  const token = config().BERTH_METRICS_TOKEN;
  if (token === undefined)
    throw new DomainError("not_found", "metrics_off", "Metrics are off: no BERTH_METRICS_TOKEN is set.");
  if (!timingSafeEqual(digestOf(authorization ?? ""), digestOf(`Bearer ${token}`)))
    throw new DomainError("unauthenticated", "token_wrong", "Send the token: Authorization: Bearer …");
  return renderMetrics(await getFigures(platform()));
}
