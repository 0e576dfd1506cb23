import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { listPasskeys } from "@/lib/services/passkeys/list-passkeys";
import { listSessions } from "@/lib/services/people/list-sessions";
import { listSshKeys } from "@/lib/services/ssh-keys/list-ssh-keys";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { readSignInMeans } from "@/lib/web/second-factor";
import { requireContext } from "@/lib/web/session";
import { PasskeyForm } from "./passkey-form";
import { PasskeyTable } from "./passkey-table";
import { PasswordForm } from "./password-form";
import { SecondFactor } from "./second-factor";
import { SessionTable } from "./session-table";
import { SignOutButton } from "./sign-out-button";
import { SshKeyForm } from "./ssh-key-form";
import { SshKeyTable } from "./ssh-key-table";
import { TokenForm } from "./token-form";
import { TokenTable } from "./token-table";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const ctx = await requireContext();
  const [sessions, tokens, keys, passkeys, means] = await Promise.all([
    listSessions(ctx),
    listTokens(ctx),
    listSshKeys(ctx),
    listPasskeys(ctx),
    readSignInMeans(ctx),
  ]);
  return (
    <div className="grid gap-10">
      <PageHeader title="Account" description={ctx.actor.email} actions={<SignOutButton />} />
      <Section title="Sessions" description="Where you are signed in. End those that you do not know.">
        <SessionTable sessions={sessions} />
      </Section>
      <Section
        title="Second factor"
        description="After the password, a code of an authenticator app on your phone is asked for. Tokens and SSH keys go on without."
      >
        {means.hasPassword ? (
          <SecondFactor email={ctx.actor.email} isOn={means.hasSecondFactor} codesLeft={means.codesLeft} />
        ) : (
          <p className="text-muted-foreground">
            You have no password here: your identity provider asks for what it needs.
          </p>
        )}
      </Section>
      <Section
        title="Passkeys"
        description="A phone, a computer or a security key that signs you in by itself, in place of password and code."
      >
        {passkeys.length > 0 && <PasskeyTable passkeys={passkeys} />}
        <PasskeyForm hasPassword={means.hasPassword} />
      </Section>
      <Section
        title="API tokens"
        description={
          <>
            For the command line and for programs, which act as you with them:{" "}
            <TextLink href="/docs/api">what they can ask for</TextLink>.
          </>
        }
      >
        {tokens.length > 0 && <TokenTable tokens={tokens} />}
        <TokenForm isAdmin={ctx.actor.isAdmin} />
      </Section>
      <Section
        title="SSH keys"
        description="They open tunnels to the databases of your apps, and nothing else."
      >
        {keys.length > 0 && <SshKeyTable keys={keys} />}
        <SshKeyForm />
      </Section>
      <Section title="Change the password">
        {means.hasPassword ? (
          <PasswordForm email={ctx.actor.email} />
        ) : (
          <p className="text-muted-foreground">
            You have none. An administrator can make you a link to set one.
          </p>
        )}
      </Section>
    </div>
  );
}
