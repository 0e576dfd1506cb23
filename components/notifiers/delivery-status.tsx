import type { DeliveryView } from "@/lib/contract/notifiers";
import { Status, type Tone } from "../ui/status";

const LOOKS: Record<DeliveryView["state"], { tone: Tone; word: string }> = {
  waiting: { tone: "neutral", word: "Waiting" },
  failed: { tone: "warning", word: "Not delivered yet" },
  delivered: { tone: "success", word: "Delivered" },
  given_up: { tone: "danger", word: "Not delivered" },
};

/** What became of a message, and why. */
export function DeliveryStatus({ delivery: { state, reason } }: { delivery: DeliveryView }) {
  const { tone, word } = LOOKS[state];
  return (
    <>
      <Status tone={tone}>{word}</Status>
      {reason !== null && <p className="text-muted-foreground text-xs break-words">{reason}</p>}
    </>
  );
}
