"use client";
import type { LucideIcon } from "lucide-react";
import { Eye, EyeOff, Pencil, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

type VariableButtonsProps = {
  name: string;
  isLocked: boolean;
  isShown: boolean;
  fetchValue: () => Promise<string | null>;
  onToggle: () => void;
  onEdit: () => void;
  onDelete: () => void;
};

export function VariableButtons(props: VariableButtonsProps) {
  const { name, isLocked, isShown, fetchValue, onToggle, onEdit, onDelete } = props;
  return (
    <div className="flex justify-end">
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={`${isShown ? "Hide" : "Reveal"} ${name}`}
        onClick={onToggle}
      />
      <CopyButton text={fetchValue} what={name} />
      {!isLocked && (
        <>
          <IconButton icon={Pencil} label={`Edit ${name}`} onClick={onEdit} />
          <IconButton icon={Trash2} label={`Delete ${name}`} onClick={onDelete} />
        </>
      )}
    </div>
  );
}

function IconButton({
  icon: Icon,
  label,
  onClick,
}: {
  icon: LucideIcon;
  label: string;
  onClick: () => void;
}) {
  return (
    <Button variant="ghost" size="icon" aria-label={label} title={label} onClick={onClick}>
      <Icon aria-hidden="true" />
    </Button>
  );
}
