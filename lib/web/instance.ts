import "server-only";
import type { InstanceView } from "../contract/instance";
import { platform } from "../runtime/container";
import { VERSION } from "../runtime/version";
import type { Context } from "../services/context";
import { getInstance } from "../services/platform/get-instance";

/** This Berth as a whole, for administrators. @throws DomainError `forbidden`. */
export const instanceView = (ctx: Context): Promise<InstanceView> =>
  getInstance(ctx, { ...platform(), version: VERSION });
