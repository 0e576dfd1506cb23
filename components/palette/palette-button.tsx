"use client";
import { Search } from "lucide-react";
import { type ComponentType, useEffect, useEffectEvent, useState } from "react";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { asksFor, type Wish } from "./keys";
import type { PaletteProps } from "./palette";

type Loaded = ComponentType<PaletteProps>;

/** Its code comes when it is first opened: no page is larger for it. */
const LOADS: Record<Wish, () => Promise<Loaded>> = {
  palette: () => import("./palette").then(({ Palette }) => Palette),
  keys: () => import("./key-list").then(({ KeyList }) => KeyList),
};

/** Opens the palette, as Ctrl-K does on every page; `/` leads to the page's own search, `?` lists the keys. */
export function PaletteButton({ isAdmin }: { isAdmin: boolean }) {
  const [open, setOpen] = useState<{ wish: Wish; Loaded: Loaded | null } | null>(null);
  const show = (wish: Wish) => {
    LOADS[wish]().then(
      // A component is a function, which as a value itself the state would call.
      (Loaded) => setOpen({ wish, Loaded }),
      () => setOpen({ wish, Loaded: null }),
    );
  };
  const close = () => setOpen(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const asked = asksFor(event, { isOpen: open !== null });
    if (asked === null) return;
    event.preventDefault();
    if (asked === "close") close();
    else if (asked !== "search") show(asked);
    else if (!focusSearch()) show("palette");
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Go to an app, a database or a page"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title="Go to… (Ctrl-K)"
        onClick={() => show("palette")}
      >
        <Search aria-hidden="true" />
      </Button>
      {open?.Loaded && <open.Loaded isAdmin={isAdmin} onClose={close} />}
      {open?.Loaded === null && <NotLoaded retry={() => show(open.wish)} onClose={close} />}
    </>
  );
}

/** False where the page has no search of its own. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  field?.focus();
  field?.select();
  return field !== null;
}

function NotLoaded({ retry, onClose }: { retry: () => void; onClose: () => void }) {
  return (
    <div className="fixed inset-x-4 bottom-4 z-60 mx-auto max-w-xl shadow-xl">
      <Alert
        tone="danger"
        title="This could not be loaded."
        className="bg-card"
        action={
          <>
            <Button onClick={retry}>Try again</Button>
            <Button variant="ghost" onClick={onClose}>
              Close
            </Button>
          </>
        }
      >
        The network may be away, or Berth was updated while this page stood open: then a reload helps.
      </Alert>
    </div>
  );
}
