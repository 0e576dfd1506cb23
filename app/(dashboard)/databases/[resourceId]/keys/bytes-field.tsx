"use client";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { Select, Textarea } from "@/components/ui/input";
import { type ByteForm, bestForm, readTyped, written } from "./byte-forms";

export type Typed = { base64: string } | { problem: string };

type BytesFieldProps = {
  name: string;
  label: string;
  /** In base64; empty for something new. */
  initial?: string;
  /** Is told what the field holds now, as often as that changes. */
  onChange: (typed: Typed) => void;
};

const FORMS: Readonly<Record<ByteForm, string>> = { text: "Text", json: "JSON", hex: "Hex" };

/** Bytes as text, JSON or digits; a form in which they could not come back is not offered. */
export function BytesField({ name, label, initial = "", onChange }: BytesFieldProps) {
  const [form, setForm] = useState<ByteForm>(() => bestForm(initial));
  const [typed, setTyped] = useState(() => written(initial, bestForm(initial)) ?? "");
  const now = readTyped(typed, form);
  const change = (text: string, as: ByteForm) => {
    setTyped(text);
    setForm(as);
    onChange(readTyped(text, as));
  };
  const show = (as: ByteForm) => change("base64" in now ? (written(now.base64, as) ?? "") : typed, as);
  const offered = (as: ByteForm) => !("base64" in now) || as === form || written(now.base64, as) !== null;
  return (
    <div className="grid gap-2">
      <Field name={name} label={label} errors={"problem" in now ? [now.problem] : undefined}>
        {(control) => (
          <Textarea
            {...control}
            value={typed}
            onChange={({ currentTarget }) => change(currentTarget.value, form)}
            spellCheck={false}
            autoCapitalize="none"
            className="max-h-80 font-mono text-xs"
          />
        )}
      </Field>
      <Select
        aria-label={`Form of ${label}`}
        value={form}
        onChange={({ currentTarget }) =>
          show(currentTarget.value === "hex" ? "hex" : jsonOrText(currentTarget.value))
        }
        className="w-auto justify-self-start"
      >
        {(["text", "json", "hex"] as const).map((as) => (
          <option key={as} value={as} disabled={!offered(as)}>
            {FORMS[as]}
          </option>
        ))}
      </Select>
    </div>
  );
}

const jsonOrText = (value: string): ByteForm => (value === "json" ? "json" : "text");
