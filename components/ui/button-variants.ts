import { cva } from "class-variance-authority";

/** Looks of a button; also for links that lead to an action. */
export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none not-aria-busy:disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground hover:bg-primary-hover",
        outline: "border-input/60 bg-card text-foreground hover:bg-muted border",
        ghost: "text-muted-foreground hover:bg-muted hover:text-foreground",
        destructive: "bg-destructive text-destructive-foreground hover:bg-destructive-hover",
        "destructive-outline": "border-input/60 bg-card text-destructive hover:bg-destructive-soft border",
      },
      size: { md: "h-8 px-3", sm: "h-7 px-2 text-xs", lg: "h-10 px-4", icon: "size-8" },
    },
    defaultVariants: { variant: "outline", size: "md" },
  },
);
