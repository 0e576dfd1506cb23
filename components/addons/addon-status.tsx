import type { AddonView } from "@/lib/contract/addons";
import { Status, type Tone } from "../ui/status";

const LOOKS: Record<AddonView["status"], { tone: Tone; word: string }> = {
  provisioning: { tone: "progress", word: "Setting up" },
  running: { tone: "success", word: "Running" },
  removing: { tone: "progress", word: "Removing" },
  removed: { tone: "neutral", word: "Removed" },
  failed: { tone: "danger", word: "Failed" },
};

export function AddonStatus({ status, className }: { status: AddonView["status"]; className?: string }) {
  const { tone, word } = LOOKS[status];
  return (
    <Status tone={tone} className={className}>
      {word}
    </Status>
  );
}
