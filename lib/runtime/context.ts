import { randomUUID } from "node:crypto";
import type { Actor, Context } from "../services/context";
import { platform } from "./container";

/** What services need for a caller: the caller, and the parts of this process. */
export function contextOf(actor: Actor, requestId: string = randomUUID()): Context {
  const { instance, plans, engine, redis, cipher, signer } = platform();
  return { requestId, actor, instance, plans, engine, redis, cipher, signer };
}
