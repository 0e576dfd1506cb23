import { Alert } from "@/components/ui/alert";
import { TextLink } from "@/components/ui/text-link";
import type { AlertReceiversView } from "@/lib/contract/alerts";

/** Who hears of it beside those who look at the activity. */
export function AlertReceivers({ appName, receivers }: { appName: string; receivers: AlertReceiversView }) {
  const notifiers = `/apps/${appName}/settings#notifiers`;
  const names = [...receivers.own, ...(receivers.hasPlatform ? ["the platform's notifiers"] : [])];
  if (names.length === 0)
    return (
      <Alert
        tone="warning"
        title="An alert reaches nobody yet."
        action={<TextLink href={notifiers}>Add a notifier</TextLink>}
      >
        Who does not look at this page does not learn of it.
      </Alert>
    );
  return (
    <p className="text-muted-foreground break-words">
      Told are {new Intl.ListFormat("en").format(names)}.{" "}
      <TextLink href={notifiers}>Notifiers of {appName}</TextLink>
    </p>
  );
}
