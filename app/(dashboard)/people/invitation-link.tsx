import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { InvitationLinkView } from "@/lib/contract/people";

export function InvitationLink({ invitation, origin }: { invitation: InvitationLinkView; origin: string }) {
  const link = `${origin}${invitation.path}`;
  return (
    <div role="status" className="bg-accent grid max-w-2xl gap-3 rounded-md border px-4 py-3">
      <p>
        Pass this link on to <span className="font-medium">{invitation.email}</span>. It is shown only now,
        works once and ends <RelativeTime value={invitation.expiresAt} />.
      </p>
      <p className="bg-card rounded-md border px-3 py-2 font-mono text-xs break-all">{link}</p>
      <CopyButton text={link} what="the link" label="Copy" />
    </div>
  );
}
