"use client";
import { type ComponentType, useId } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { useCode } from "./use-code";

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
  const { data, error, isFetching, refetch } = useCode(title, load);
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

const showModal = (dialog: HTMLDialogElement | null): void => {
  if (dialog?.isConnected && !dialog.open) dialog.showModal();
};

/** The browser's own dialog: the one of all others is among the code that may not have come. */
function NotLoaded({ title, isBusy, retry, onClose }: NotLoadedProps) {
  const id = useId();
  return (
    <dialog
      ref={showModal}
      aria-labelledby={id}
      onClose={onClose}
      className="bg-card text-foreground backdrop:bg-overlay m-auto w-[calc(100%-2rem)] max-w-2xl rounded-lg border shadow-xl"
    >
      <header className="grid gap-1 border-b px-4 py-4 sm:px-6">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <p className="text-muted-foreground">This part of the page could not be loaded.</p>
      </header>
      <div className="grid gap-4 px-4 py-4 sm:px-6">
        <Alert
          tone="danger"
          title="Its code did not arrive."
          action={
            <Button onClick={() => void retry()} disabled={isBusy}>
              Try again
            </Button>
          }
        >
          The network may be away, or Berth was updated while this page stood open: then a reload helps.
        </Alert>
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
          <Button onClick={(event) => event.currentTarget.closest("dialog")?.close()}>Close</Button>
        </div>
      </div>
    </dialog>
  );
}
