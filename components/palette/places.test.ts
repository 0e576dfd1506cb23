import { expect, test } from "vitest";
import { placesFor } from "./places";

const labels = (typed: string, isAdmin = false, pathname = "/apps") => {
  const { here, pages, actions } = placesFor(typed, { isAdmin, pathname });
  return [here, pages, actions].map((places) => places.map(({ label }) => label));
};

test("pages and actions by any part of their words, in any case", () => {
  expect(labels("ACC")).toEqual([[], ["Account"], []]);
  expect(labels(" ssh ")).toEqual([[], ["Account"], ["Add an SSH key"]]);
  expect(labels("no such thing")).toEqual([[], [], []]);
});

test("what belongs to administrators is offered to them alone", () => {
  expect(labels("people")).toEqual([[], [], []]);
  expect(labels("people", true)).toEqual([[], ["People"], []]);
  expect(labels("invite", true)).toEqual([[], [], ["Invite somebody"]]);
});

test("the pages of the database that one looks at", () => {
  const { here } = placesFor("metrics", { isAdmin: false, pathname: "/databases/shop-3030/settings" });
  expect(here).toEqual([{ href: "/databases/shop-3030/metrics", label: "Metrics", detail: "shop-3030" }]);
  expect(labels("shop-3030", false, "/databases/shop-3030")[0]).toHaveLength(9);
});
