import type { DeployTagInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { withTag } from "../../core/apps/image";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { deployApp } from "./deploy-app";

/** Deploys another tag of the image that the app has. @throws DomainError as `deployApp`. */
export async function deployTag(ctx: Context, { app: name, tag }: DeployTagInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { image } = await requireApp(ctx, name);
  return deployApp(ctx, { app: name, image: image === null ? undefined : withTag(image, tag) });
}
