import { EventDetail } from "../events/events";
import { eventTypeTitle } from "../events/words";
import { ACCOUNT_ACTS } from "../people/acts";

/** Kinds of what administrators do that belongs to no app begin with this. */
export const ACCOUNT_KIND = "account/";

type Kind = { id: string; title: string };

const OF_APPS: Kind[] = EventDetail.options
  .map(({ shape }) => shape.type.value)
  .filter((type) => type !== "unknown")
  .map((id) => ({ id, title: eventTypeTitle(id) }));
const OF_ACCOUNTS: Kind[] = ACCOUNT_ACTS.map((act) => ({
  id: `${ACCOUNT_KIND}${act}`,
  title: `Administration: ${act.replace("-", " ")}`,
}));

/** What the audit list can be narrowed to, sorted by title. */
export const AUDIT_KINDS: readonly Kind[] = [...OF_APPS, ...OF_ACCOUNTS].toSorted((one, other) =>
  one.title.localeCompare(other.title, "en"),
);
