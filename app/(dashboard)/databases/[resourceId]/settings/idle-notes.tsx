import { IDLE_NOTES } from "@/lib/core/settings/idle-notes";

/** What each client library does when its idle connection was closed. */
export function IdleNotes() {
  return (
    <details className="text-muted-foreground">
      <summary className="text-foreground w-fit cursor-pointer">
        What client libraries do about the idle timeout
      </summary>
      <ul className="mt-2 grid list-disc gap-1 pl-5">
        {IDLE_NOTES.map(({ clients, does }) => (
          <li key={clients}>
            <span className="text-foreground font-medium">{clients}:</span> {does}
          </li>
        ))}
      </ul>
    </details>
  );
}
