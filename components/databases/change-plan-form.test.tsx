import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ChangeOptionView, ChangesView } from "@/lib/contract/changes";
import { withHighlyAvailable } from "@/lib/core/availability/offer";
import { DEFAULT_PLANS } from "@/lib/core/plans/catalog";
import type { ChangeForm } from "./change-dialog";
import { ChangePlanForm } from "./change-plan-form";
import { HA_NOTE } from "./promises";

const form = { form: {}, error: null, fields: {}, isPending: false } as unknown as ChangeForm;
const option = (planId: string): ChangeOptionView => ({
  ...{ planId, version: "8.0.2", isAllowed: true, way: "hand-off" },
  ...{ evictedBytes: 0, reconnects: 2, isUndoable: false },
});
const changes = (planIds: string[]): ChangesView => ({
  ...{ planId: "1g", engine: "redis", version: "8.0.2", usedMemoryBytes: 1, connectedClients: 1 },
  ...{ restartsApp: true, options: planIds.map(option), newerBuild: null, otherEngines: [], undo: null },
});
const draw = (planIds: string[]): string =>
  renderToStaticMarkup(
    <ChangePlanForm
      resourceId="x-1000"
      plans={withHighlyAvailable(DEFAULT_PLANS)}
      changes={changes(planIds)}
      form={form}
      onCancel={() => {}}
    />,
  );

test("highly available plans stand there with what they take, where the service offers them", () => {
  expect(draw(["1g", "2g"])).not.toContain(HA_NOTE);
  const html = draw(["1g", "2g", "2g-ha"]);
  expect(html).toContain("2g-ha");
  expect(html.split(HA_NOTE)).toHaveLength(2);
});
