import type { AppInput, FallsView } from "../../contract/apps";
import { findFalls } from "../../db/app-falls";
import { requireApp } from "../access";
import type { Context } from "../context";

/** Containers of the app that ended by themselves since it was last started; null when none did. @throws DomainError `not_found`. */
export async function getFalls(ctx: Context, { app: name }: AppInput): Promise<FallsView | null> {
  const app = await requireApp(ctx, name, "look");
  const falls = await findFalls(app.id);
  return falls && { ...falls, since: falls.since.toISOString(), lastAt: falls.lastAt.toISOString() };
}
