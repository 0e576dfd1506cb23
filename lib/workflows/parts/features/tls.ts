import { PLAIN_REFUSED } from "../../../core/databases/gateway-door";
import { gatewayName } from "../../../core/databases/names";
import { DomainError } from "../../../core/errors";
import { SECOND_MS } from "../../../core/units";
import { loadDatabase, setTlsForced } from "../../../db/databases";
import { renewUrl } from "../addon-variables";
import { nameOf } from "../database";
import { renewGateway, tellForced } from "../gateway";
import { startApp } from "../start-app";
import { waitForGateway } from "../waiting";
import type { FeaturePart } from "./part";

const ANSWER_MS = 15 * SECOND_MS;
/** Redis itself, to somebody who has not signed in. */
const LET_IN = "-NOAUTH";

/** Plain text ends once the app has gone over to TLS, and is let in again before the app goes back: no moment without a way in. */
export const FORCE_TLS: FeaturePart = {
  apply: async (deps, { database: { id }, to }) => {
    const force = async () => {
      await setTlsForced(id, to.isOn);
      await tellForced(deps, await loadDatabase(id));
    };
    const database = await loadDatabase(id);
    await renewGateway(deps, database);
    if (!to.isOn) await force();
    await renewUrl(deps, database, { isTls: to.isOn });
    await startApp(deps, database.app.id);
    if (to.isOn) await force();
  },
  check: async (deps, { database: { id }, to }) => {
    const database = await loadDatabase(id);
    await waitForGateway(deps, database);
    const serviceName = gatewayName(nameOf(deps, database));
    const knock = (tlsName: string | null) =>
      deps.waitUntil(() => deps.gateways.knock({ serviceName }, tlsName), { timeoutMs: ANSWER_MS });
    expectWord("a connection by TLS", { said: await knock(database.addon.resourceId), wanted: LET_IN });
    const wanted = to.isOn ? PLAIN_REFUSED : LET_IN;
    expectWord("a connection in plain text", { said: await knock(null), wanted });
  },
};

function expectWord(who: string, { said, wanted }: { said: string; wanted: string }): void {
  if (said.startsWith(wanted)) return;
  throw new DomainError("conflict", "not_as_asked", `The gateway answers ${who} with "${said}".`);
}
