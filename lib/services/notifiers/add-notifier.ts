import { randomBytes, randomUUID } from "node:crypto";
import type { AddNotifierInput, NewNotifierView } from "../../contract/notifiers";
import { DomainError } from "../../core/errors";
import { NOTIFIERS_MAX } from "../../core/notifiers/notifier";
import { countNotifiers, insertNotifier } from "../../db/notifiers";
import { requireAppOrPlatform, requireScope } from "../access";
import type { Context } from "../context";
import { changeNotifiers } from "./change-notifiers";
import { loadNotifier } from "./find";
import { assertReachable } from "./target";
import { notifierView } from "./view";

const SECRET_BYTES = 32;

/**
 * Adds a notifier to an app or, for administrators, to the platform. Of a webhook it answers the secret that its messages are signed
 * with, this once. @throws DomainError `not_found`, `forbidden`; `invalid` for an address that is refused; `conflict` for mail without a
 * server, and for the 21st.
 */
export async function addNotifier(ctx: Context, input: AddNotifierInput): Promise<NewNotifierView> {
  requireScope(ctx, "write");
  const app = await requireAppOrPlatform(ctx, input.app);
  const appId = app?.id ?? null;
  const { name, platform, isActive, isAll, kinds, url } = input;
  await assertReachable(ctx, input, appId);
  const isMail = platform === "email";
  const secret = platform === "webhook" ? `whsec-${randomBytes(SECRET_BYTES).toString("hex")}` : null;
  const id = randomUUID();
  await changeNotifiers(ctx, app, async (tx, note) => {
    if ((await countNotifiers(tx, appId)) >= NOTIFIERS_MAX)
      throw new DomainError(
        "conflict",
        "too_many_notifiers",
        `There are ${NOTIFIERS_MAX} notifiers, which is the most. Remove one first.`,
      );
    // Before it is there: nobody is told of itself.
    await note("new_notifier", name);
    await insertNotifier(tx, {
      id,
      appId,
      name,
      platform,
      isActive,
      isAll,
      kinds: [...new Set(kinds)],
      emails: isMail ? input.emails : [],
      userIds: isMail ? input.userIds : [],
      urlEncrypted: isMail || url === undefined ? null : ctx.cipher.encrypt(url),
      secretEncrypted: secret === null ? null : ctx.cipher.encrypt(secret),
    });
  });
  return { notifier: await notifierView(ctx, await loadNotifier(appId, id)), secret };
}
