import "server-only";
import { SECOND_MS } from "../core/units";

const HEARTBEAT_MS = 15 * SECOND_MS;
/** Whoever reads slower than things come is let go instead of kept in memory. */
const WAITING_MAX = 10_000;

/**
 * An answer of server-sent events, one for each thing, until the things end. A caller that goes away is told to `onGone`; what
 * gives the things must then end.
 */
export function eventStream<T>(things: AsyncIterable<T>, onGone: () => void): Response {
  const encoder = new TextEncoder();
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        if (isOpen && (controller.desiredSize ?? 0) < -WAITING_MAX) {
          isOpen = false;
          controller.error(new Error("the caller reads too slowly"));
          onGone();
        }
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      send(": here\n\n");
      const heartbeat = setInterval(() => send(": here\n\n"), HEARTBEAT_MS);
      // Not awaited: a stream that is still starting gives nothing.
      void (async () => {
        try {
          for await (const thing of things) send(`data: ${JSON.stringify(thing)}\n\n`);
          if (isOpen) controller.close();
        } catch (error) {
          if (isOpen) controller.error(error);
        } finally {
          clearInterval(heartbeat);
        }
      })();
    },
    cancel() {
      isOpen = false;
      onGone();
    },
  });
  // A proxy that collects answers would keep the lines back.
  return new Response(body, { headers: { "content-type": "text/event-stream", "x-accel-buffering": "no" } });
}
