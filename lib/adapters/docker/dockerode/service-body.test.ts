import { expect, test } from "vitest";
import { bareService } from "@/tests/bare-service";
import { specHash } from "./service-body";

test.each([
  ["without start values", {}, "0b4cf5d6d0c2354f42cfbe8ae30828ab"],
  ["with one", { A: "1" }, "96ebcc4a6df86f3cfaeb6b2bd7044097"],
  ["with another of its values", { A: "2" }, "96ebcc4a6df86f3cfaeb6b2bd7044097"],
])(
  "a service %s has the hash that those of earlier releases carry: none is changed for a new one",
  (_name, startValues, hash) => {
    const owner = { appId: "app-1", databaseId: null };
    expect(specHash(bareService("t1_app", { owner, startValues }))).toBe(hash);
  },
);
