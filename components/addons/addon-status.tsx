import type { AddonView } from "@/lib/contract/addons";
import { Status, type Tone } from "../ui/status";

const LOOKS: Record<AddonView["status"], { tone: Tone; word: string }> = {
  provisioning: { tone: "progress", word: "Setting up" },
  running: { tone: "success", word: "Running" },
  removing: { tone: "progress", word: "Removing" },
  removed: { tone: "neutral", word: "Removed" },
  failed: { tone: "danger", word: "Failed" },
};

const DATA_GONE = { tone: "danger", word: "Data gone" } as const;

type AddonStatusProps = { status: AddonView["status"]; isDataGone?: boolean; className?: string };

export function AddonStatus({ status, isDataGone = false, className }: AddonStatusProps) {
  const { tone, word } = isDataGone ? DATA_GONE : LOOKS[status];
  return (
    <Status tone={tone} className={className}>
      {word}
    </Status>
  );
}
