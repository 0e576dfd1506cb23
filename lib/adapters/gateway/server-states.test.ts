import { expect, test } from "vitest";
import { parseServerStates } from "./server-states";

const COLUMNS =
  "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_fqdn";

test("places without an address, or taken out by hand, hold no node; the others are up or not", () => {
  const text = [
    "1",
    COLUMNS,
    "3 nodes 1 n1 172.19.0.3 0 0 1 1 node-1",
    "3 nodes 2 n2 172.19.0.2 2 0 1 1 node-2",
    "3 nodes 3 n3 - 0 32 1 1 -",
    "3 nodes 4 n4 172.19.0.9 0 1 1 1 node-9",
    "",
  ].join("\n");
  expect(parseServerStates(text)).toEqual([
    { name: "n1", host: "node-1", address: "172.19.0.3", isUp: false },
    { name: "n2", host: "node-2", address: "172.19.0.2", isUp: true },
  ]);
});

test("a refusal holds no node", () => {
  expect(parseServerStates("Can't find backend.\n")).toEqual([]);
});
