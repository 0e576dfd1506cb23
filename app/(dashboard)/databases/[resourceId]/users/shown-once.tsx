import { CopyButton } from "@/components/ui/copy-button";

/** A password that was just made. */
export function ShownOnce({ name, password }: { name: string; password: string }) {
  return (
    <div role="status" className="bg-accent grid max-w-2xl gap-3 rounded-md border px-4 py-3">
      <p>
        The password of <span className="font-mono text-xs">{name}</span>. Keep it now: it is shown only this
        once.
      </p>
      <p className="bg-card rounded-md border px-3 py-2 font-mono text-xs break-all">{password}</p>
      <CopyButton text={password} what="the password" label="Copy" className="justify-self-start" />
    </div>
  );
}
