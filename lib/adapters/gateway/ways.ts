import type { Duplex } from "node:stream";

/** What proves the control plane to a gateway, and gateways to it; all PEM. */
type Credentials = { caPem: string; certPem: string; keyPem: string };

/** How a gateway is reached: a stream to the service of that name. */
export type Ways = {
  openStream: (serviceName: string) => Promise<Duplex>;
  credentials: () => Promise<Credentials>;
};
