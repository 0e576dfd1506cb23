import type { ApiKeyView } from "@/lib/contract/api/keys";
import type { DataPlace } from "@/lib/contract/data-client";
import { fromBase64, toBase64 } from "@/lib/core/bytes/base64";
import { bestForm, written } from "./byte-forms";
import { ChangeDialog } from "./change-dialog";

type StringValueProps = { place: DataPlace; name: string; pages: ApiKeyView[] };

/** All pages of it as one. */
function joined(pages: readonly ApiKeyView[]): string {
  const pieces = pages.map(({ content }) => fromBase64(content.type === "string" ? content.value : ""));
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return toBase64(whole);
}

/** A text, JSON or bytes; can be changed once the whole of it is here. */
export function StringValue({ place, name, pages }: StringValueProps) {
  const value = joined(pages);
  const isWhole = pages.at(-1)?.cursor === null;
  const form = bestForm(value);
  return (
    <div className="grid min-w-0 gap-3">
      <figure className="grid gap-1">
        <figcaption className="text-muted-foreground text-xs">
          {form === "hex" ? "Bytes, as hexadecimal digits" : form === "json" ? "JSON" : "Text"}
        </figcaption>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          className="bg-card max-h-96 overflow-auto rounded-md border px-3 py-2 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
        >
          {written(value, form)}
        </pre>
      </figure>
      {isWhole && (
        <div>
          <ChangeDialog
            place={place}
            name={name}
            label="Edit the value"
            title="Edit the value"
            description="It is saved only if nobody has changed it meanwhile. Its time to live stays."
            submitLabel="Save"
            fields={[{ name: "first", label: "Value", initial: value }]}
            toChange={({ first }) => ({ kind: "set", value: first, expected: value })}
          >
            Edit
          </ChangeDialog>
        </div>
      )}
    </div>
  );
}
