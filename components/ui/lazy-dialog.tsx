"use client";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, useState } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog, DialogBody, DialogContent } from "./dialog";

/** What the component takes whose code `Load` fetches. */
export type PropsOf<Load> = Load extends () => Promise<ComponentType<infer P>> ? P : never;

type LazyDialogProps<P extends object> = {
  title: string;
  load: () => Promise<ComponentType<P>>;
  props: P & { onClose?: () => void };
};

/**
 * A dialog whose code comes when it is opened: the pages with its button stay small. Code that does not come (no network, an update of
 * Berth while the page stood open) is told in the dialog's place, and asked for again; the page stays as it is.
 */
export function LazyDialog<P extends object>({ title, load, props }: LazyDialogProps<P>) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["code", title],
    queryFn: async () => ({ Loaded: await load() }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  if (data) return <data.Loaded {...props} />;
  if (!error) return null;
  return <NotLoaded title={title} isBusy={isFetching} retry={refetch} onClose={props.onClose} />;
}

type NotLoadedProps = {
  title: string;
  isBusy: boolean;
  retry: () => unknown;
  onClose: (() => void) | undefined;
};

function NotLoaded({ title, isBusy, retry, onClose }: NotLoadedProps) {
  const [isOpen, setIsOpen] = useState(true);
  const close = () => (onClose ? onClose() : setIsOpen(false));
  return (
    <Dialog open={isOpen} onOpenChange={close}>
      <DialogContent title={title} description="This part of the page could not be loaded.">
        <DialogBody>
          <Alert
            tone="danger"
            title="Its code did not arrive."
            action={
              <>
                <Button onClick={() => void retry()} disabled={isBusy}>
                  Try again
                </Button>
                <Button variant="ghost" onClick={() => window.location.reload()}>
                  Reload the page
                </Button>
              </>
            }
          >
            The network may be away, or Berth was updated while this page stood open: then a reload helps.
          </Alert>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
