"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ChangeEvent, type ReactNode, useEffect, useRef, useTransition } from "react";
import { buttonVariants } from "../ui/button-variants";

/** So long nothing more was typed. */
const TYPED_MS = 200;

type LiveFormProps = {
  /** Of the page whose list it narrows. */
  path: string;
  /** True while something is left out, so that it can be cleared. */
  isNarrowed: boolean;
  /** Fields by the names of the page's search parameters; the first choice of a select stands for all. */
  children: ReactNode;
};

const isField = (element: Element) =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement;

/** What a list is narrowed to and sorted by, as one types and chooses; without JavaScript the form is sent. */
export function LiveForm({ path, isNarrowed, children }: LiveFormProps) {
  const { replace } = useRouter();
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = () => {
    if (!form.current) return;
    const firsts = new Map(
      [...form.current.querySelectorAll("select")].map((one) => [one.name, one.options[0]]),
    );
    const asked = [...new FormData(form.current)]
      .map(([name, value]) => [name, String(value)] as const)
      .filter(([name, value]) => value !== "" && value !== firsts.get(name)?.value);
    const query = new URLSearchParams(asked.map(([name, value]) => [name, value]));
    startTransition(() => replace(`${path}?${query}`, { scroll: false }));
  };
  const onChange = ({ target }: ChangeEvent<HTMLFormElement>) => {
    clearTimeout(timer.current);
    if (target instanceof HTMLInputElement) timer.current = setTimeout(show, TYPED_MS);
    else show();
  };
  const clear = () => {
    clearTimeout(timer.current);
    for (const field of [...(form.current?.elements ?? [])].filter(isField))
      if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
      else field.value = "";
  };
  return (
    <search>
      <form
        ref={form}
        action={path}
        onChange={onChange}
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(timer.current);
          show();
        }}
        aria-busy={isPending}
        className="flex flex-wrap items-end gap-3"
      >
        {children}
        {isNarrowed && (
          <Link href={path} prefetch={false} onClick={clear} className={buttonVariants({ variant: "ghost" })}>
            Clear
          </Link>
        )}
        <noscript>
          <button type="submit">Show</button>
        </noscript>
      </form>
    </search>
  );
}
