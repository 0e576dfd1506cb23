import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { useFormAction } from "@/components/forms/use-form-action";
import type { AddedAddonView, PlanView } from "@/lib/contract/addons";
import type { ActionResult } from "@/lib/contract/errors";
import { PROMISE } from "@/lib/core/availability/promise";
import { DEFAULT_CATALOG } from "@/lib/core/engines/catalog/default";
import { GIB } from "@/lib/core/units";
import { PlanForm } from "./plan-form";

const single: PlanView = {
  id: "1g",
  maxMemoryBytes: GIB,
  cpus: 0.5,
  clientsMax: 1_000,
  hasBackups: true,
  isAvailable: true,
};
const safe: PlanView = { ...single, id: "1g-ha", isHighlyAvailable: true };

const never = (): Promise<ActionResult<AddedAddonView>> => new Promise(() => {});

/** The first plan with room is the one that is chosen. */
function Form({ plans }: { plans: PlanView[] }) {
  const action = useFormAction<AddedAddonView>(never);
  const rest = { app: "my-app", catalog: DEFAULT_CATALOG, requestKey: "key", onCancel: () => {} };
  return <PlanForm plans={plans} action={action} {...rest} />;
}

const draw = (...plans: PlanView[]): string =>
  renderToStaticMarkup(<Form plans={plans} />).replaceAll("&#x27;", "'");

test("a highly available plan that is chosen says all that it promises and what it does not", () => {
  const page = draw(safe);
  expect(page).toContain("Three nodes on three hosts, each of this size: outlives the loss of one.");
  for (const sentence of PROMISE) expect(page).toContain(sentence);
});

test("without three hosts with room it cannot be chosen, and says why", () => {
  const page = draw({ ...safe, isAvailable: false }, single);
  expect(page).toContain("No three hosts have room for it now.");
  expect(page).not.toContain(PROMISE[0]);
});

test("where there are none, nothing is to be seen of high availability", () => {
  expect(draw(single)).not.toMatch(/highly|high availability|three hosts/i);
});
