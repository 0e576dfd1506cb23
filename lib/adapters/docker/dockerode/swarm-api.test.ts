import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { swarmApi } from "./swarm-api";

test("another host's engine that did not answer is asked anew at the next look, one that did is remembered", async () => {
  const engine = createServer((_, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ Version: "28.5.2" }));
  }).listen(0, "127.0.0.1");
  await once(engine, "listening");
  const { port } = engine.address() as AddressInfo;
  let tries = 0;
  const openDoor = async () => {
    tries += 1;
    if (tries === 1) throw new Error("the door has just been made");
    return connect(port, "127.0.0.1");
  };
  const swarm = swarmApi({ instance: "t", openDoor });
  try {
    expect(await swarm.findVersion("fourth")).toBeNull();
    expect(await swarm.findVersion("fourth")).toBe("28.5.2");
    expect(await swarm.findVersion("fourth")).toBe("28.5.2");
    expect(tries).toBe(2);
  } finally {
    engine.closeAllConnections();
    engine.close();
  }
});
