import type { Metadata } from "next";
import { askPasskeyAction, signInByPasskeyAction } from "@/app/actions/passkeys";
import { PasskeySignIn } from "@/components/passkeys/passkey-sign-in";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button-variants";
import { providerOffer } from "@/lib/web/provider-sign-in";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<{ next?: string; refused?: string }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, refused } = await searchParams;
  const provider = providerOffer(refused);
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
        <p className="text-muted-foreground">No account yet? Ask an administrator for an invitation.</p>
      </div>
      {provider?.refusal && <Alert tone="danger" title={provider.refusal} />}
      {provider && (
        // The way out of this site is no page of ours that could be fetched beforehand.
        <a
          href={next ? `/sign-in/openid?next=${encodeURIComponent(next)}` : "/sign-in/openid"}
          className={buttonVariants({ size: "lg" })}
        >
          Sign in with {provider.name}
        </a>
      )}
      <SignInForm next={next} />
      <PasskeySignIn next={next} ask={askPasskeyAction} signIn={signInByPasskeyAction} />
    </>
  );
}
