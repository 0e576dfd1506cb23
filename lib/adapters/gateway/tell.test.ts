import { expect, test } from "vitest";
import { plainSessions } from "./tell";

test("of all sessions those count that lead from the clients' port to a node", () => {
  const text = [
    "0x55d0a1: proto=tcpv4 src=10.0.3.5:45678 fe=redis be=nodes srv=n1 ts=00 epoch=0 age=1s calls=2",
    "0x55d0a2: proto=tcpv4 src=10.0.3.5:45679 fe=redis be=to_tls srv=self ts=00 epoch=0 age=1s calls=2",
    "0x55d0a3: proto=unix_stream src=unix:1 fe=tls be=nodes srv=n1 ts=00 epoch=0 age=1s calls=2",
    "0x55d0a4: proto=tcpv4 src=10.0.3.5:45680 fe=redis be=<NONE> srv=<none> ts=00 epoch=0 age=1s calls=2",
    "0x55d0a5: proto=tcpv4 src=203.0.113.9:1 fe=public be=nodes srv=n1 ts=00 epoch=0 age=1s calls=2",
    "",
  ].join("\n");
  expect(plainSessions(text)).toEqual(["0x55d0a1"]);
});
