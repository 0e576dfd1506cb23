import { describe, expect, it, vi } from "vitest";
import { DEMO_IMAGE } from "../core/databases/images";
import { FIRST_START } from "../core/databases/node-volume";
import { type EngineAtTest, STOP_MS, WAIT } from "./docker-engine-harness.contract";

/** What becomes of data, when its service goes or comes anew. */
export function volumesContract(at: EngineAtTest): void {
  // Each has volumes of its own, and waits for the engine most of the time.
  describe.concurrent("volumes", () => {
    it("its volume stays when it is removed, and goes when asked, each as often as one likes", async () => {
      const volumes = [{ name: at.named("kept"), path: "/data" }];
      const [host] = await at.engine.listHosts();
      const hostId = host?.id ?? "";
      const owner = { appId: "app-1", databaseId: "db-2" };
      await at.engine.applyService(at.service("keeper", { owner, volumes, hostId }));
      await at.running("keeper", 1);
      await at.engine.removeService(at.named("keeper"), STOP_MS);
      await at.engine.removeService(at.named("keeper"), STOP_MS);
      expect(await at.engine.listTasks(at.named("keeper"))).toEqual([]);
      expect(await at.resource("kept")).toEqual([{ type: "volume", name: at.named("kept"), hostId, owner }]);
      await at.engine.removeVolume(hostId, at.named("kept"));
      await at.engine.removeVolume(hostId, at.named("kept"));
      expect(await at.resource("kept")).toEqual([]);
    });

    describe("that keep data", () => {
      /** As a node does: the first start makes the file, and no other begins without it. */
      const START =
        '[ -f /data/redis.conf ] || { [ "$BERTH_FIRST_START" = yes ] && touch /data/redis.conf; } || exit 66; exec sleep 3600';
      const keeper = async (name: string, isFirstStart: boolean) => {
        const [host] = await at.engine.listHosts();
        const hostId = host?.id ?? "";
        const volumes = [{ name: at.named(name), path: "/data" }];
        const command = ["sh", "-c", START];
        const spec = at.service(name, {
          volumes,
          hostId,
          command,
          startValues: { [FIRST_START]: isFirstStart ? "yes" : "no" },
        });
        const look = { hostId, name: at.named(name), anyOf: ["other", "redis.conf"], image: DEMO_IMAGE };
        const starts = async () => {
          await at.harness.stopTasks(spec.name);
          await vi.waitFor(async () => expect(await at.engine.listTasks(spec.name)).toEqual([]), WAIT);
          return { again: () => at.harness.startTasks(spec.name) };
        };
        return { spec, look, starts };
      };
      const endedWithoutData = (name: string) =>
        vi.waitFor(async () => {
          const tasks = await at.engine.listTasks(at.named(name));
          expect(tasks.find(({ state }) => state === "failed")).toMatchObject({ exitCode: 66 });
          expect(tasks.map(({ state }) => state)).not.toContain("running");
        }, WAIT);

      it("begin with an empty volume at the first start only; its end restarts nothing", async () => {
        const { spec, look, starts } = await keeper("data", true);
        expect(await at.engine.hasVolume(look)).toBe(false);
        await at.engine.applyService(spec);
        const { containerId, exitCode } = await at.running("data", 1);
        expect(exitCode).toBeNull();
        await vi.waitFor(async () => expect(await at.engine.hasVolume(look)).toBe(true), WAIT);
        expect(await at.engine.hasVolume({ ...look, anyOf: ["other"] })).toBe(false);
        await at.engine.setStartValues(spec.name, { [FIRST_START]: "no" });
        await at.engine.setStartValues(spec.name, { [FIRST_START]: "no" });
        expect((await at.running("data", 1)).containerId).toBe(containerId);
        await (await starts()).again();
        await at.running("data", 1);
        const stopped = await starts();
        await at.engine.removeVolume(look.hostId, look.name);
        expect(await at.engine.hasVolume(look)).toBe(false);
        await stopped.again();
        await endedWithoutData("data");
        // The engine has made an empty one.
        expect(await at.resource("data")).toContainEqual(expect.objectContaining({ type: "volume" }));
        expect(await at.engine.hasVolume(look)).toBe(false);
        await at.engine.removeService(spec.name, STOP_MS);
        await at.engine.removeVolume(look.hostId, look.name);
      });

      it("never begin with an empty volume when it is no first start", async () => {
        const { spec } = await keeper("gone", false);
        await at.engine.applyService(spec);
        await endedWithoutData("gone");
        await at.engine.removeService(spec.name, STOP_MS);
      });

      it("are left alone by another spec of the same revision, and never start for the first time again", async () => {
        const { spec, look, starts } = await keeper("same", true);
        await at.engine.applyService(spec);
        const { containerId } = await at.running("same", 1);
        await at.engine.setStartValues(spec.name, { [FIRST_START]: "no" });
        await at.engine.applyService({ ...spec, environment: { WORD: "two" } });
        expect((await at.running("same", 1)).containerId).toBe(containerId);
        expect(await at.harness.environmentOf(spec.name)).toMatchObject({ WORD: "one" });
        await starts();
        await at.engine.removeVolume(look.hostId, look.name);
        await at.engine.applyService({ ...spec, revision: 2 });
        await endedWithoutData("same");
        await at.engine.removeService(spec.name, STOP_MS);
      });

      it("of a host that cannot be asked nothing is said", async () => {
        const { look } = await keeper("data", true);
        await expect(at.engine.hasVolume({ ...look, hostId: "elsewhere" })).rejects.toMatchObject({
          code: "unavailable",
        });
        await at.engine.setStartValues(at.named("never"), { [FIRST_START]: "no" });
      });
    });

    it("a copy of a volume has its files but for those left out, also when it is made again", async () => {
      const [host] = await at.engine.listHosts();
      const hostId = host?.id ?? "";
      const owner = { appId: "app-1", databaseId: "db-2" };
      const volumes = [{ name: at.named("origin"), path: "/data" }];
      const command = ["sh", "-c", "echo 1 > /data/kept; echo 2 > /data/left; exec sleep 3600"];
      await at.engine.applyService(at.service("writer", { owner, volumes, hostId, command }));
      await at.running("writer", 1);
      await at.engine.removeService(at.named("writer"), STOP_MS);
      const { image } = at.service("writer", {});
      const copy = {
        hostId,
        owner,
        from: at.named("origin"),
        to: at.named("copy"),
        except: ["left"],
        mark: "done",
        image,
      };
      await at.engine.copyVolume(copy, STOP_MS);
      await at.engine.copyVolume(copy, STOP_MS);
      expect(await at.resource("copy")).toEqual([{ type: "volume", name: at.named("copy"), hostId, owner }]);
      expect(await at.resource("copy-copy")).toEqual([]);
      // It ends at once, and fails, unless both are as they should be.
      const check = [
        "sh",
        "-c",
        "[ -f /data/kept ] && [ -f /data/done ] && [ ! -e /data/left ] && exec sleep 3600",
      ];
      const copied = [{ name: at.named("copy"), path: "/data" }];
      await at.engine.applyService(at.service("reader", { owner, volumes: copied, hostId, command: check }));
      await at.running("reader", 1);
      await at.engine.removeService(at.named("reader"), STOP_MS);
      for (const name of ["origin", "copy"]) await at.engine.removeVolume(hostId, at.named(name));
    });

    it("a volume that is not there cannot be copied", async () => {
      const [host] = await at.engine.listHosts();
      const { image } = at.service("writer", {});
      const owner = { appId: "app-1", databaseId: "db-2" };
      const copy = {
        owner,
        from: at.named("nowhere"),
        to: at.named("copy"),
        except: [],
        mark: "done",
        image,
      };
      await expect(at.engine.copyVolume({ ...copy, hostId: host?.id ?? "" }, STOP_MS)).rejects.toMatchObject({
        code: "not_found",
        reason: "volume_missing",
      });
    });
  });
}
