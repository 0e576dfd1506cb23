import type { ReactNode } from "react";

type SourceOptionProps = {
  value: "image" | "service" | "none";
  title: string;
  hint: string;
  isDefault?: boolean;
  /** Fields that show while it is chosen. */
  children?: ReactNode;
};

export function SourceOption({ value, title, hint, isDefault = false, children }: SourceOptionProps) {
  return (
    <div className="group/source bg-card has-[>label>:checked]:border-primary rounded-md border">
      <label className="flex items-start gap-3 px-4 py-3">
        <input
          type="radio"
          name="source"
          value={value}
          defaultChecked={isDefault}
          className="accent-primary mt-0.5 size-4"
        />
        <span className="grid gap-0.5">
          <span className="font-medium">{title}</span>
          <span className="text-muted-foreground">{hint}</span>
        </span>
      </label>
      {children && (
        <div className="hidden border-t px-4 py-4 group-has-[>label>:checked]/source:block">{children}</div>
      )}
    </div>
  );
}
