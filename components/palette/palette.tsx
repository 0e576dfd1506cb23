"use client";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Anchor, ArrowRight, Database, File, type LucideIcon, Zap } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog, DialogContent } from "../ui/dialog";
import { isCalled, type Place, placesFor } from "./places";
import { foundQuery } from "./queries";

export type PaletteProps = { isAdmin: boolean; onClose: () => void };

/** So long nothing more was typed. */
const TYPED_MS = 120;
const LABEL = "App, database, page or action";

/** Apps, databases, pages and actions, by a part of their name. */
export function Palette({ isAdmin, onClose }: PaletteProps) {
  const [typed, setTyped] = useState("");
  const { push } = useRouter();
  const groups = useGroups(typed, isAdmin);
  const isEmpty = groups.every(({ places }) => places.length === 0);
  const go = ({ href }: Place) => {
    onClose();
    push(href);
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title="Go to" description="Type a part of a name; arrow keys choose, Enter opens.">
        <Command label={LABEL} shouldFilter={false} loop className="flex min-h-0 flex-col">
          <Command.Input
            value={typed}
            onValueChange={setTyped}
            placeholder={LABEL}
            className="placeholder:text-muted-foreground/80 h-12 border-b bg-transparent px-4 outline-none sm:px-6"
          />
          <Command.List label="What there is" className="min-h-0 flex-1 overflow-y-auto p-2 sm:h-80">
            {isEmpty && <p className="text-muted-foreground px-2 py-3">Nothing is called so.</p>}
            {groups.map((group) => (
              <Group key={group.heading} {...group} go={go} />
            ))}
          </Command.List>
        </Command>
        <p role="status" className="sr-only">
          {groups.reduce((sum, { places }) => sum + places.length, 0)} found
        </p>
      </DialogContent>
    </Dialog>
  );
}

type GroupOf = { heading: string; icon: LucideIcon; places: readonly Place[] };

function useGroups(typed: string, isAdmin: boolean): GroupOf[] {
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, isPlaceholderData } = useQuery(foundQuery(asked.trim()));
  // Until the answer to what is typed is here, Enter must not open what an earlier one found.
  const isOld = isPlaceholderData || asked !== typed;
  const fits = (place: Place) => !isOld || isCalled(place, typed);
  const { here, pages, actions } = placesFor(typed, { isAdmin, pathname: usePathname() });
  const databases = (data?.databases ?? []).map(({ resourceId, name, appName }) => ({
    href: `/databases/${resourceId}`,
    label: name ?? resourceId,
    detail: name === null ? appName : `${resourceId} · ${appName}`,
  }));
  const apps = (data?.apps ?? []).map(({ name, image }) => ({
    href: `/apps/${name}`,
    label: name,
    detail: image ?? "",
  }));
  return [
    { heading: "Databases", icon: Database, places: databases.filter(fits) },
    { heading: "Apps", icon: Anchor, places: apps.filter(fits) },
    { heading: "This database", icon: ArrowRight, places: here },
    { heading: "Pages", icon: File, places: pages },
    { heading: "Actions", icon: Zap, places: actions },
  ];
}

function Group({ heading, icon: Icon, places, go }: GroupOf & { go: (place: Place) => void }) {
  if (places.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium"
    >
      {places.map((place) => (
        <Command.Item
          key={`${place.href} ${place.label}`}
          value={`${heading} ${place.href} ${place.label}`}
          onSelect={() => go(place)}
          className="data-[selected=true]:bg-accent flex cursor-pointer items-center gap-3 rounded-md px-2 py-2"
        >
          <Icon aria-hidden="true" className="text-muted-foreground size-4 shrink-0" />
          <span className="truncate">{place.label}</span>
          {place.detail && (
            <span className="text-muted-foreground ml-auto truncate text-xs">{place.detail}</span>
          )}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
