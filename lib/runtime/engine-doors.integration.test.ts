import { expect, test } from "vitest";
import { plainCipher } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryDockerEngine } from "../adapters/docker/memory/engine";
import { emptyEngine } from "../adapters/docker/memory/state";
import { controlNetworkName } from "../core/databases/names";
import { doorCertificateName, engineDoorName } from "../core/hosts/engine-door";
import { findCertificate } from "../db/certificates";
import { doorKeeper } from "./engine-doors";

withDatabase();

const INSTANCE = "t1";
const OWN = "a1b2c3d4e5f6g7h8i9j0k1l2m";
const OTHER = "r3qjk0vqap4iad1ax3gbmccad";
const owner = { appId: null, databaseId: null };

async function makeKeeper() {
  const world = emptyEngine();
  const engine = memoryDockerEngine({ instance: INSTANCE, world });
  await engine.applyNetwork({ name: controlNetworkName(INSTANCE), owner, isAttachable: true });
  const standing = async () =>
    (await engine.listResources()).flatMap(({ type, name }) => (type === "service" ? [name] : []));
  const newKeeper = () => {
    const round = doorKeeper({ engine, instance: INSTANCE, cipher: plainCipher });
    return async (isThorough: boolean, isShared = false) =>
      round(await engine.listHosts(), { isThorough, isShared });
  };
  return { newKeeper, world, engine, standing, keep: newKeeper() };
}

test("a Swarm of one has no door, and is asked for nothing from the second round on", async () => {
  const { engine, keep, standing } = await makeKeeper();
  await keep(true);
  const before = engine.calls().length;
  await keep(true);
  expect(engine.calls().slice(before)).toEqual(["listHosts"]);
  expect(await standing()).toEqual([]);
});

test("a host that joins gets its door, with a certificate of its own, and one that leaves loses both", async () => {
  const { world, engine, keep, standing } = await makeKeeper();
  await keep(true);
  engine.addHost({ id: OTHER });
  await keep(false);
  const door = engineDoorName(INSTANCE, OTHER);
  expect(await standing()).toEqual([door]);
  const first = await findCertificate(doorCertificateName(OTHER));
  expect(first?.certificatePem).toContain("BEGIN CERTIFICATE");
  await keep(true);
  expect((await findCertificate(doorCertificateName(OTHER)))?.certificatePem).toBe(first?.certificatePem);
  world.hosts.pop();
  await keep(false);
  expect(await standing()).toEqual([]);
  expect(await findCertificate(doorCertificateName(OTHER))).toBeNull();
});

test("while another Berth of the instance runs, our own host has a door too", async () => {
  const { world, engine, keep, standing } = await makeKeeper();
  Object.assign(world.hosts[0] ?? {}, { id: OWN });
  engine.addHost({ id: OTHER });
  await keep(false, true);
  expect((await standing()).sort()).toEqual([OWN, OTHER].map((id) => engineDoorName(INSTANCE, id)).sort());
  await keep(false, false);
  expect(await standing()).toEqual([engineDoorName(INSTANCE, OTHER)]);
});

test("a door that somebody took away is brought back, and one of a host that left while nobody looked is removed", async () => {
  const { world, engine, keep, newKeeper, standing } = await makeKeeper();
  engine.addHost({ id: OTHER });
  await keep(true);
  await engine.removeService(engineDoorName(INSTANCE, OTHER), 1_000);
  await keep(true);
  expect(await standing()).toEqual([engineDoorName(INSTANCE, OTHER)]);
  world.hosts.pop();
  await newKeeper()(true);
  expect(await standing()).toEqual([]);
});
