import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testMessage } from "../core/notifiers/messages";
import type { Receiver } from "../core/notifiers/notifier";
import type { Messenger } from "./messenger";

/** A messenger, and receivers whom it reaches. */
export type MessengerHarness = {
  messenger: Messenger;
  receivers: Receiver[];
  /** Ids of the messages that arrived, in their order. */
  arrived: () => string[];
  /** From now on receivers refuse, or take. */
  refuse: (doesRefuse: boolean) => void;
  /** Nobody is there. */
  absent: Receiver;
  close: () => Promise<void>;
};

const message = (id: string) =>
  testMessage(
    { id, at: "2026-01-08T21:00:00.000Z", appName: "shop" },
    { notifier: "On call", by: "ada@example.org" },
  );

export function describeMessenger(name: string, start: () => Promise<MessengerHarness>): void {
  describe(name, () => {
    let harness: MessengerHarness;
    beforeAll(async () => {
      harness = await start();
    });
    beforeEach(() => harness.refuse(false));
    afterAll(() => harness.close());

    test("a message arrives once at each receiver that takes it", async () => {
      for (const receiver of harness.receivers) await harness.messenger.send(receiver, message("d-1"));
      expect(harness.arrived()).toEqual(harness.receivers.map(() => "d-1"));
    });

    test("a receiver that refuses, and one that is not there, are told as not delivered", async () => {
      harness.refuse(true);
      for (const receiver of [...harness.receivers, harness.absent])
        await expect(harness.messenger.send(receiver, message("d-2"))).rejects.toMatchObject({
          code: "unavailable",
          reason: "not_delivered",
        });
      expect(harness.arrived()).not.toContain("d-2");
    });

    test("the loopback is an address that is refused before anything is sent", async () => {
      await expect(harness.messenger.checkUrl("http://127.0.0.1:9/hook")).rejects.toMatchObject({
        code: "invalid",
        reason: "address_refused",
      });
    });
  });
}
