"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

type NearLinkProps = Omit<ComponentProps<typeof Link>, "href" | "prefetch"> & { href: string };

/** A link whose page is fetched ahead once the pointer or the focus comes near, and not for being in view: a page has a dozen of them. */
export function NearLink({ href, ...props }: NearLinkProps) {
  const router = useRouter();
  const fetchAhead = () => router.prefetch(href);
  return <Link href={href} prefetch={false} onPointerEnter={fetchAhead} onFocus={fetchAhead} {...props} />;
}
