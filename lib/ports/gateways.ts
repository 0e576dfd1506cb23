/** An open door of a gateway. Each call ends within a second. @throws DomainError `unavailable` when the gateway does not answer. */
export type GatewayDoor = {
  /** Resolves once the gateway knows of a node that it does not lead to, or after some seconds: then its checks find it later. */
  waitForNext(): Promise<void>;
  /**
   * Leads to no node any more and ends every session; connections that are made from now on wait for a node. The gateway's own checks
   * go on: they find the node that serves by themselves, also when nothing is ever told again. Safe to repeat.
   */
  leave(): Promise<void>;
  /** Leads to the one node that it did not lead to before `leave`; where it cannot be told which one that is, the checks find it. */
  lead(): Promise<void>;
  /** The same for a gateway of a group, to one of its nodes by the name of its service; where it knows none of that name, the checks find it. */
  leadTo(nodeService: string): Promise<void>;
  close(): void;
};

/** The way a client takes to a gateway: through the link by the name of its service, or from outside by the address of a host. */
export type GatewayWay = { serviceName: string } | { host: string; port: number };

/** A gateway by the name of its service; of one with several containers also what each of them answers to: all are told, or none is open. */
export type GatewayPlace = { serviceName: string; containers?: readonly string[] };

/** What the control plane tells a running gateway. */
export type Gateways = {
  /** @throws DomainError `unavailable` when there is no way in: then only the gateway's own checks tell it anything. */
  open(place: GatewayPlace): Promise<GatewayDoor>;
  /** From now on so many connections are let in; those beyond that stay. @throws DomainError `unavailable`. */
  setClientsMax(place: GatewayPlace, clientsMax: number): Promise<void>;
  /** Whether plain text is refused from now on; if so, connections that speak it are closed. @throws DomainError `unavailable`. */
  setTlsForced(place: GatewayPlace, isTlsForced: boolean): Promise<void>;
  /** Shown from now on to whoever connects; nobody is disconnected. PEM, with its key. Safe to repeat. @throws DomainError `unavailable`. */
  setCertificate(place: GatewayPlace, pem: string): Promise<void>;
  /**
   * What somebody without a password is told by Redis, or by what stands before it, in one line. Over TLS if `tlsName` is given: then the
   * certificate has to be of the platform's authority and for that name. @throws DomainError `unavailable` with why nobody answers.
   */
  knock(way: GatewayWay, tlsName: string | null): Promise<string>;
};
