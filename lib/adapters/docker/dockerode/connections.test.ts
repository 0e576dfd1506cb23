import { expect, test } from "vitest";
import { countClients } from "./connections";

/** A gateway that listens, with two clients, its own connection to the node, and one client on its way out. */
const RECORDED = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000    99        0 51 1 0000000000000000 100 0 0 10 0
   1: 0503C00A:18EB 0703C00A:A1B2 01 00000000:00000000 02:000005DC 00000000    99        0 52 2 0000000000000000 20 4 30 10 -1
   2: 0503C00A:18EB 0803C00A:A1B3 01 00000000:00000000 02:000005DC 00000000    99        0 53 2 0000000000000000 20 4 30 10 -1
   3: 0502C00A:9C40 0602C00A:18EB 01 00000000:00000000 02:000005DC 00000000    99        0 54 2 0000000000000000 20 4 30 10 -1
   4: 0503C00A:18EB 0903C00A:A1B4 06 00000000:00000000 03:00000C1C 00000000     0        0 0 3 0000000000000000
`;

test("counts clients, neither the gateway's own connections nor those that are closed", () => {
  expect(countClients(RECORDED)).toBe(2);
  expect(countClients("")).toBe(0);
});
