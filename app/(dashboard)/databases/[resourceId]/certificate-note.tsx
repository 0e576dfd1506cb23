import { RelativeTime } from "@/components/ui/relative-time";
import type { DatabaseView } from "@/lib/contract/databases";

/** What a client needs for TLS, and until when the certificate holds. */
export function CertificateNote({
  database: { isTlsForced, certificateEndsAt },
}: {
  database: DatabaseView;
}) {
  if (certificateEndsAt === null)
    return (
      <p className="text-muted-foreground">
        This database speaks no TLS yet: it does after its next change of plan or version, or once TLS is
        forced.
      </p>
    );
  return (
    <section className="grid gap-1">
      <h3 className="font-medium">TLS</h3>
      <p className="text-muted-foreground">
        {isTlsForced
          ? "Plain text is refused."
          : "Answered on the same port: write rediss:// in place of redis://."}{" "}
        Clients need the{" "}
        <a
          href="/v1/ca_certificate"
          download="berth-ca.pem"
          className="text-primary underline underline-offset-2"
        >
          certificate of the authority
        </a>
        . The database's own ends <RelativeTime value={certificateEndsAt} /> and is renewed a month before,
        without a connection closed.
      </p>
    </section>
  );
}
