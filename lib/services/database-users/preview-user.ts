import type { PreviewUserInput, UserPreviewView } from "../../contract/database-users";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { versionOf } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { rightsOf } from "./rights-of";

/**
 * What a user with these rights might and might not do, of commands that people ask about; Redis itself is asked where it can be, and none
 * is run. @throws DomainError `not_found`; `invalid`; `conflict` unless the database runs; `unavailable` while it does not answer.
 */
export async function previewUser(ctx: Context, input: PreviewUserInput): Promise<UserPreviewView> {
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId } = addon;
  const rights = rightsOf(input);
  const database = await loadDatabase(addon.databaseId);
  const node = database.nodes.find(({ status }) => status === "active");
  if (addon.status !== "running" || !node)
    throw new DomainError("conflict", "not_running", "Only a running database can be asked.");
  const engine = engineOf(node.engine);
  const { rules, trials } = engine.preview(versionOf(engine, node.version), rights);
  const serviceName = nodeName({ instance: ctx.instance, resourceId }, node.number);
  const answers = await ctx.users.preview(targetOf(ctx, database, serviceName), { rules, trials });
  return {
    commands: trials.flatMap(({ words, isBeyond }, index) => {
      const isAllowed = answers[index];
      if (isAllowed === null || isAllowed === undefined) return [];
      return [{ command: isBeyond ? `${words[0]} of any other key` : words.join(" "), isAllowed }];
    }),
  };
}
