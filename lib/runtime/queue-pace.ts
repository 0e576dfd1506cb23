import { DBOS } from "@dbos-inc/dbos-sdk";
import { DBOSExecutor } from "@dbos-inc/dbos-sdk/internal/dbos-executor";
import { INTERNAL_QUEUE_NAME } from "@dbos-inc/dbos-sdk/internal/utils";
import { registerInternalQueue, wfQueueRunner } from "@dbos-inc/dbos-sdk/internal/wfqueue";
import { workflowTimeoutConfig } from "@dbos-inc/dbos-sdk/internal/workflow_management";
import { MINUTE_MS } from "../core/units";
import { isAnyQueued } from "../db/lost-operations";
import { OPERATIONS_QUEUE } from "../db/operations";

/** How often DBOS looks by itself into a queue: we look for it, see `listenForNotices`. */
export const QUEUE_POLLING_MS = MINUTE_MS;

/**
 * Settings of DBOS with which it rests while nothing happens: its own notices (of messages, events and streams, which no workflow of
 * ours has) would wake it a hundred times a second.
 */
export const RESTFUL = { useListenNotify: false, schedulerPollingIntervalMs: MINUTE_MS } as const;

/**
 * Slows down what DBOS asks PostgreSQL every second: for queues that were added or whose settings changed, and for workflows with a
 * delay or a deadline, of which we have none; and the queue of what is resumed. Call it before the launch.
 */
export function slowDownPolling(): void {
  workflowTimeoutConfig.pollingIntervalMs = MINUTE_MS;
  Object.assign(wfQueueRunner.constructor, {
    reconcileIntervalMs: QUEUE_POLLING_MS,
    transitionIntervalMs: QUEUE_POLLING_MS,
  });
  registerInternalQueue(INTERNAL_QUEUE_NAME, { minPollingIntervalMs: QUEUE_POLLING_MS });
}

/** Has DBOS look once a minute, not ten times a second, for traces to send, which go nowhere. Call it after the launch. */
export function slowDownTelemetry(): void {
  // biome-ignore-start lint/complexity/useLiteralKeys: DBOS offers no other way
  const collector = DBOSExecutor.globalInstance?.tracer["telemetryCollector"];
  if (!collector) return;
  clearInterval(collector["signalBufferID"]);
  // biome-ignore-end lint/complexity/useLiteralKeys: DBOS offers no other way
  setInterval(() => void collector.processAndExportSignals(), MINUTE_MS).unref();
}

/** What takes everything that waits in the queues at once, like a polling that is due. A call meanwhile makes it look once more. */
export function queueTaker(): () => Promise<void> {
  let isLooking = false;
  let isAsked = false;
  return async () => {
    isAsked = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isAsked) {
        isAsked = false;
        await takeQueued();
      }
    } finally {
      isLooking = false;
    }
  };
}

/** DBOS asks a dozen questions to find nothing, and this is asked every few seconds: one tells whether to. */
async function takeQueued(): Promise<void> {
  if (!(await isAnyQueued())) return;
  const executor = DBOSExecutor.globalInstance;
  const queues = [
    await DBOS.retrieveQueue(OPERATIONS_QUEUE),
    wfQueueRunner.getInternalQueue(INTERNAL_QUEUE_NAME),
  ];
  // biome-ignore lint/complexity/useLiteralKeys: DBOS offers no other way to be told that a queue is not empty
  for (const queue of queues) if (executor && queue) await wfQueueRunner["pollQueue"](executor, queue);
}
