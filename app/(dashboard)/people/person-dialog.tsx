"use client";
import type { ReactNode } from "react";
import { RowForm } from "@/components/forms/row-form";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import type { ChangePersonInput, PersonView } from "@/lib/contract/people";
import { changePersonAction } from "./actions";
import { PasswordLink } from "./password-link";
import { RemovePersonForm } from "./remove-person-form";

export type PersonDialogProps = {
  person: PersonView;
  /** Emails of those who may get the person's apps. */
  heirs: string[];
  /** The address at which this Berth was reached; links begin with it. */
  origin: string;
  onClose: () => void;
};

/** Everything that can be done to an account; what one may not do to one's own is not offered. */
export function PersonDialog({ person, heirs, origin, onClose }: PersonDialogProps) {
  const { id, name, email, isAdmin, isDisabled, isSelf, hasSecondFactor, isLinked } = person;
  const change = (what: ChangePersonInput["change"], label: string, asksAgain = true) => (
    <RowForm
      action={changePersonAction}
      values={{ id, change: what }}
      label={label}
      asksAgain={asksAgain}
      accessibleLabel={`${label}: ${email}`}
    />
  );
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={name} description={email}>
        <DialogBody>
          <Deed words="Signs every browser out. Tokens and SSH keys go on working.">
            {change("end-sessions", "End sessions")}
          </Deed>
          {isLinked && (
            <Deed words="Who has another account at the identity provider now: the next who signs in there with this verified email address is linked anew.">
              {change("unlink-identity", "Unlink from the provider")}
            </Deed>
          )}
          {isSelf ? (
            <p className="text-muted-foreground">
              This is your own account. What would lock you out, another administrator has to do.
            </p>
          ) : (
            <>
              {isDisabled ? (
                <Deed words="They can sign in again, and their tokens and SSH keys work as before.">
                  {change("enable", "Enable", false)}
                </Deed>
              ) : (
                <Deed words="Ends sessions, tunnels and followed logs within seconds; tokens and SSH keys open nothing until you enable the account again.">
                  {change("disable", "Disable")}
                </Deed>
              )}
              {isAdmin ? (
                <Deed words="They see their own apps only, and those they work on.">
                  {change("demote", "No longer administrator")}
                </Deed>
              ) : (
                !isDisabled && (
                  <Deed words="An administrator sees every app and manages people.">
                    {change("promote", "Make administrator")}
                  </Deed>
                )
              )}
              {hasSecondFactor && (
                <Deed words="Who lost their phone and their recovery codes: the password alone signs in until they set up another. Their passkeys go too. First make sure that it is them who ask.">
                  {change("reset-second-factor", "Reset second factor")}
                </Deed>
              )}
              <PasswordLink person={person} origin={origin} />
              <RemovePersonForm person={person} heirs={heirs} />
            </>
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

/** One thing to do, with what it does. */
function Deed({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-b pb-4">
      <p className="text-muted-foreground max-w-96">{words}</p>
      {children}
    </div>
  );
}
