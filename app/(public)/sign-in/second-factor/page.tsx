import type { Metadata } from "next";
import { askPasskeyAction, signInByPasskeyAction } from "@/app/actions/passkeys";
import { PasskeySignIn } from "@/components/passkeys/passkey-sign-in";
import { TextLink } from "@/components/ui/text-link";
import { CodeForm } from "./code-form";

export const metadata: Metadata = { title: "Your code" };

export default async function SecondFactorPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string }>;
}) {
  const { next } = await searchParams;
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">Your second factor</h1>
        <p className="text-muted-foreground">Your password was right. Now the code that your app shows.</p>
      </div>
      <CodeForm next={next} />
      <PasskeySignIn next={next} ask={askPasskeyAction} signIn={signInByPasskeyAction} />
      <p className="text-muted-foreground">
        Lost both? An administrator can reset your second factor.{" "}
        <TextLink href="/sign-in">Begin again</TextLink>
      </p>
    </>
  );
}
