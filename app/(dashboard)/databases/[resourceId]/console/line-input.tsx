"use client";
import { useQuery } from "@tanstack/react-query";
import { CornerDownLeft } from "lucide-react";
import { type KeyboardEvent, type SubmitEvent, useState } from "react";
import { commandsQuery } from "@/components/data/queries";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import { useInBrowser } from "@/components/ui/use-in-browser";
import { suggest } from "./suggest";

type LineInputProps = {
  resourceId: string;
  isBusy: boolean;
  /** Oldest first. */
  history: readonly string[];
  onSay: (text: string) => void;
};

/** Where a line is typed: arrows go through those before, and the one to the right takes what is suggested. */
export function LineInput({ resourceId, isBusy, history, onSay }: LineInputProps) {
  const [text, setText] = useState("");
  const [back, setBack] = useState(0);
  const isListening = useInBrowser();
  const { data: commands = [] } = useQuery(commandsQuery(resourceId));
  const { help, names } = suggest(commands, text);
  const [first] = names;

  const goBack = (steps: number) => {
    const place = Math.max(0, Math.min(history.length, back + steps));
    setBack(place);
    setText(place === 0 ? "" : (history[history.length - place] ?? ""));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key, currentTarget } = event;
    const isAtEnd = currentTarget.selectionStart === text.length;
    if (key === "ArrowUp") goBack(1);
    else if (key === "ArrowDown") goBack(-1);
    else if (key === "ArrowRight" && isAtEnd && first) setText(`${first} `);
    else return;
    event.preventDefault();
  };
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy || text.trim() === "") return;
    onSay(text);
    setText("");
    setBack(0);
  };
  return (
    <form onSubmit={onSubmit} className="grid gap-2">
      <div className="flex gap-2">
        <Input
          id="console-line"
          aria-label="Command"
          aria-describedby="console-help"
          placeholder="GET key"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
        <Button type="submit" variant="primary" disabled={isBusy || !isListening}>
          {isBusy ? <Spinner /> : <CornerDownLeft aria-hidden="true" />}
          Run
        </Button>
      </div>
      <div id="console-help" className="text-muted-foreground grid min-h-10 content-start gap-1 text-xs">
        {help ? (
          <>
            <p className="font-mono break-words">{help.syntax}</p>
            <p>{help.summary}</p>
          </>
        ) : (
          names.length > 0 && (
            <p className="font-mono">
              {names.join("  ")} <span className="font-sans">(→ takes the first)</span>
            </p>
          )
        )}
      </div>
    </form>
  );
}
