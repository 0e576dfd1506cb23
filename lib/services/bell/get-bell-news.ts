import type { BellNews } from "../../contract/bell-client";
import { countBellNews } from "../../db/bell";
import { requireScope } from "../access";
import type { Context } from "../context";
import { newSince } from "./since";

/** How many alerts fire, and how many operations have failed or ended since the person last looked. */
export async function getBellNews(ctx: Context): Promise<BellNews> {
  requireScope(ctx, "look");
  return countBellNews(ctx.actor, await newSince(ctx.actor.userId, new Date()));
}
