"use client";
import { Dialog, DialogBody, DialogContent } from "../ui/dialog";
import type { PaletteProps } from "./palette";

/** As people read them. */
const KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Ctrl", "K"], does: "Go to an app, a database, a page or an action (on a Mac ⌘ K)" },
  { keys: ["/"], does: "Search on the page, or everywhere" },
  { keys: ["?"], does: "This list" },
  { keys: ["↑", "↓"], does: "In a list: the entry before, the one after" },
  { keys: ["Enter"], does: "Open what is marked" },
  { keys: ["Esc"], does: "Close" },
];

/** The keys that every page knows. */
export function KeyList({ onClose }: PaletteProps) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title="Keys" description="On every page, while nothing is being typed.">
        <DialogBody>
          <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-3">
            {KEYS.map(({ keys, does }) => (
              <div key={does} className="contents">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <kbd key={key} className="bg-muted rounded-sm border px-1.5 py-0.5 font-mono text-xs">
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
