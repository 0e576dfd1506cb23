"use client";
import { cva, type VariantProps } from "class-variance-authority";
import { X } from "lucide-react";
import * as Primitive from "radix-ui/dialog";
import { type ComponentProps, type ReactNode, useRef } from "react";
import { buttonVariants } from "./button-variants";
import { cn } from "./cn";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

const contentVariants = cva(
  "bg-card motion-safe:animate-appear fixed z-50 flex flex-col border shadow-xl focus:outline-none",
  {
    variants: {
      place: {
        center:
          "inset-x-0 bottom-0 max-h-[92dvh] rounded-t-lg sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[calc(100%-3rem)] sm:max-w-2xl sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg",
        right: "inset-y-0 right-0 w-full sm:max-w-xl",
      },
    },
    defaultVariants: { place: "center" },
  },
);

type DialogContentProps = Omit<ComponentProps<typeof Primitive.Content>, "title"> &
  VariantProps<typeof contentVariants> & {
    title: ReactNode;
    description: ReactNode;
    /** Takes the focus when the element that had it is gone. */
    fallbackFocusId?: string;
  };

/** Covers the page until it is closed; the focus stays inside and returns to where it was. */
export function DialogContent({
  title,
  description,
  place,
  fallbackFocusId,
  children,
  className,
  ...props
}: DialogContentProps) {
  const opener = useRef<Element | null>(null);
  const returnFocus = () => {
    const isThere = opener.current?.isConnected && opener.current !== document.body;
    const target = isThere ? opener.current : document.getElementById(fallbackFocusId ?? "");
    if (target instanceof HTMLElement) target.focus();
  };
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="bg-overlay motion-safe:animate-appear fixed inset-0 z-40" />
      <Primitive.Content
        className={cn(contentVariants({ place }), className)}
        onOpenAutoFocus={() => {
          opener.current = document.activeElement;
        }}
        onCloseAutoFocus={(event) => {
          // Radix returns the focus to a trigger only, and not every dialog has one.
          event.preventDefault();
          returnFocus();
        }}
        {...props}
      >
        <header className="grid gap-1 border-b py-4 pr-14 pl-4 sm:pl-6">
          <Primitive.Title className="text-base font-semibold">{title}</Primitive.Title>
          <Primitive.Description className="text-muted-foreground">{description}</Primitive.Description>
        </header>
        {children}
        {/* Last in order, so that the focus begins at what the dialog is for. */}
        <Primitive.Close
          className={cn(
            buttonVariants({ variant: "ghost", size: "icon" }),
            "absolute top-3 right-3 sm:right-4",
          )}
          aria-label="Close"
        >
          <X aria-hidden="true" />
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

/** What scrolls when the dialog is higher than the window. */
export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("grid min-h-0 gap-4 overflow-y-auto px-4 py-4 sm:px-6", className)} {...props} />;
}

/** A body of steps alone: where it scrolls, nothing in it would lead the keyboard there. */
export function ProgressBody({ className, ...props }: ComponentProps<"div">) {
  return <DialogBody tabIndex={0} className={cn("-outline-offset-2", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn("flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3 sm:px-6", className)}
      {...props}
    />
  );
}
