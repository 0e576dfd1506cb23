import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { EXIT } from "./exit-codes";
import { Failure, usageFailure } from "./failure";
import type { Session } from "./session";

/** Names a database whatever the app. */
const isId = (named: string): boolean => /^ad-|-\d+$/.test(named);

/** The id or resource id of the addon that is meant: as said, else of the app's only one. @throws Failure when there are none or several. */
export async function findAddon(session: Session, given: string | undefined): Promise<string> {
  const { app, call, options } = session;
  const named = given ?? options.addon;
  if (named !== undefined) return isId(named) ? named : idOfType(session, named);
  const { addons } = (await call(ADDON_ROUTES.listAddons, { params: { app: app() } })).data;
  const [only] = addons;
  if (!only)
    throw new Failure(EXIT.refused, `The app ${app()} has no addon.`, [
      `Add one: berth --app ${app()} addons-add redis 256m`,
    ]);
  if (addons.length > 1)
    throw usageFailure(
      "Unable to find the addon name, please use --addon flag.",
      `Addons: ${addons.map(({ resource_id }) => resource_id).join(", ")}`,
    );
  return only.resource_id;
}

/** For "redis". @throws Failure when the app has several. */
async function idOfType({ app, call }: Session, addon: string): Promise<string> {
  return (await call(ADDON_ROUTES.getAddon, { params: { app: app(), addon } })).data.addon.resource_id;
}
