/**
 * Everything that a command may refuse, in the domain's words. Each dialect has a word of its own for each of them,
 * and the compiler holds it to that (`satisfies Record<DomainErrorCode, …>`).
 */
export const domainErrorCodes = [
  'network-not-found',
  'subnet-not-found',
  'customer-gateway-not-found',
  'gateway-not-found',
  'connection-not-found',
  'tunnel-not-found',
  'router-group-not-found',
  'router-not-found',
  'attachment-not-found',
  'router-table-not-found',
  'network-table-not-found',
  /** It has what gateways and routers tell, or would have: a network's other tables have entries alone. */
  'network-table-static',
  /** It is the router's own, which nobody has made. */
  'router-table-own',
  'association-not-found',
  'grant-not-found',
  'diagnosis-not-found',
  'propagation-not-found',
  'host-not-found',
  'workload-not-found',
  'route-not-found',
  'task-not-found',
  'order-not-found',
  /** The resource is still being changed. */
  'busy',
  /** Something else needs the resource. */
  'in-use',
  /** The resource has been paid for until later. */
  'term-not-over',
  /** The resource is paid for as it is used. */
  'term-missing',
  /** It is there and does nothing, since it has not been paid for any more. */
  'suspended',
  /** The account is in debt. */
  'balance-negative',
  /** The account has less than it costs. */
  'balance-insufficient',
  /** Nothing can be ordered for the account. */
  'bills-frozen',
  /** Nobody has shown who the account's owner is. */
  'owner-unidentified',
  /** It may not have that bandwidth instead of its own. */
  'bandwidth-fixed',
  /** The order has been paid or cancelled already. */
  'order-settled',
  /** A customer gateway of this address is there already. */
  'customer-gateway-exists',
  /** A router group has one router a region. */
  'router-exists',
  /** Two tunnels between the same two outer addresses cannot be told apart. */
  'connection-exists',
  /** The connection is being deleted; until it is gone it has its two outer addresses. */
  'connection-leaving',
  'already-attached',
  /** The account that it belongs to allows a router's group that already. */
  'grant-exists',
  /** The account that it belongs to does not allow the router's group to attach it. */
  'not-granted',
  /** Another account's, which allows no more than to attach it. */
  'of-another-account',
  /** It is on another router, and on no two. */
  'attached-elsewhere',
  /** The gateway has a network of its own, which no router leads to. */
  'gateway-has-network',
  /** No attachment of the router leads there. */
  'prefix-not-found',
  /** The prefix overlaps one that the router leads to another attachment. */
  'prefixes-overlap',
  /** The same, where both are one prefix. */
  'prefixes-equal',
  /** The connection is bound to a gateway where one is asked for that is not, or the other way round. */
  'binding-wrong',
  /** Nothing carries the connection. */
  'not-attached',
  /** The attachment is associated with a route table. */
  'association-exists',
  /** The attachment propagates into a route table. */
  'propagation-exists',
  'network-prefix-invalid',
  'subnet-outside-network',
  'subnet-overlaps',
  /** The region has its default network. */
  'default-network-exists',
  /** The zone has its default subnet. */
  'default-subnet-exists',
  /** No subnet of the size would overlap none of the network's. */
  'network-full',
  /** The subnet belongs to another network, or the gateway does. */
  'not-in-network',
  /** Both subnets are in one zone, where each was to be in one of its own. */
  'subnets-in-one-zone',
  /** The region has none of the kind. */
  'region-unsupported',
  /** Nothing of the kind can be in the zone. */
  'zone-unsupported',
  /** The zone has no room left for it. */
  'zone-exhausted',
  /** All addresses of the subnet are taken. */
  'subnet-exhausted',
  /** A router would be attached to a subnet twice, or to none, or let go of one that it is not attached to. */
  'attached-subnets-invalid',
  /** Not exactly two tunnels where there must be two. */
  'tunnels-incomplete',
  /** One tunnel cannot become two, nor two one. */
  'tunnel-count-fixed',
  /** The peer's outer address is the gateway's own. */
  'peer-address-own',
  /** The data plane does not have the algorithms. */
  'algorithms-unsupported',
  /** Some are ShangMi's and some are not, or they do not go with the gateway or with the mode. */
  'algorithms-mixed',
  /** Certificates are to authenticate the ends, and no authority is named, or the gateway has none of its own. */
  'certificate-missing',
  /** The gateway has it already, or another for the same use. */
  'certificate-exists',
  'certificate-not-found',
  'remote-identity-missing',
  /** A selector's local and remote prefixes overlap. */
  'selectors-overlap',
  /** A remote prefix overlaps the gateway's own network. */
  'remote-overlaps-network',
  /** What another connection of the gateway is led by itself overlaps. */
  'remote-overlaps-connection',
  /** IKEv1 carries one pair of prefixes (RFC 2409 section 5.5). */
  'ikev1-several-selectors',
  /** IKEv1 has no authenticated encryption in an IKE SA (RFC 5282 is of IKEv2). */
  'ikev1-aead',
  /** An entry of a route table leads into the attachment. */
  'attachment-routed',
  /** A route stands where it cannot, or leads to what is not of that place. */
  'route-place-invalid',
  /** There is a route with the same source, destination and next hop. */
  'route-exists',
  /** There are as many routes with the same source and destination as may be. */
  'route-alternatives-full',
  /** One of the routes with the same source and destination has the preference, and they may not share the traffic. */
  'route-preference-taken',
  'route-destination-invalid',
  'route-source-invalid',
  /** The network's packets for the destination are led into another gateway. */
  'route-conflict',
  /** A router leads the network's packets for the destination. */
  'route-led-by-router',
  /** The route follows from something else, and goes with it. */
  'route-derived',
  /** The place has as many routes as it may. */
  'routes-exhausted',
  /** What connections are routed by themselves would be more than the place may have. */
  'automatic-routes-exhausted',
  /** The network would have more routes into its gateways than it may. */
  'published-routes-exhausted',
  /** The peer's outer address lies in a prefix that is routed to it through the tunnel. */
  'peer-inside-route',
  /** No host can have it, or it is at the wrong end of the tunnel. */
  'health-check-address-invalid',
  /** The selectors carry no packet to the destination of the probes. */
  'health-check-outside-selectors',
  'health-check-timing-invalid',
  /** Connections of one gateway would speak BGP and not speak it, where its cloud lets them not differ. */
  'bgp-mixed',
  'bgp-unsupported',
  'bgp-as-number-missing',
  /** Sessions are held under the number that is to change. */
  'bgp-as-number-in-use',
  /** A session is between two autonomous systems. */
  'bgp-as-numbers-equal',
  'bgp-prefix-missing',
  'bgp-prefix-invalid',
  /** Another tunnel of the gateway or router has it. */
  'bgp-prefix-overlaps',
  'bgp-address-outside-prefix',
  /** The selectors carry no packet between the two neighbors. */
  'bgp-outside-selectors',
  'block-not-found',
  /** A range of the network has an address of it too. */
  'range-overlaps',
  'range-not-found',
  /** A subnet lies in it. */
  'range-in-use',
  'ranges-exhausted',
  /** Another router of the group has an address of it too, or the router itself in another block. */
  'block-overlaps',
  /** Something holds an address of the block. */
  'block-allocated',
  'blocks-exhausted',
  /** The connection has its outer addresses already. */
  'addresses-fixed',
  'addresses-exhausted',
  /** There are as many of these as may be. */
  'quota-exhausted',
  /** The resource would have more tags than it may. */
  'tags-exhausted',
  'tag-exists',
  'tag-not-found',
  /** A resource has it. */
  'tag-in-use',
  /** The resource has a tag of the key. */
  'tag-attached',
  'tag-not-attached',
  /** The account has as many keys of tags as it may. */
  'tag-keys-exhausted',
  /** The key has as many values as it may. */
  'tag-values-exhausted',
  /** The account has as many tags as it may. */
  'account-tags-exhausted',
  /** As many resources have the tag as may. */
  'tag-uses-exhausted',
  'address-in-use',
  /** It is plugged in already. */
  'workload-exists',
  /** The machine does not have it, or cannot do without it. */
  'workload-unfit',
  'user-not-found',
  'group-not-found',
  'policy-not-found',
  'policy-version-not-found',
  'role-not-found',
  'access-key-not-found',
  /** Users have keys, and no console to log in to. */
  'login-not-found',
  /** The user is not in the group. */
  'membership-not-found',
  /** The policy is not attached to it. */
  'policy-not-attached',
  'user-exists',
  'group-exists',
  'policy-exists',
  'role-exists',
  /** The user is in the group already. */
  'membership-exists',
  /** The policy is attached to it already. */
  'policy-attached',
  /** What is to go has policies. */
  'has-policies',
  'has-access-keys',
  /** The user is in groups. */
  'has-memberships',
  /** Users are in the group. */
  'has-members',
  'attached-to-user',
  'attached-to-group',
  'attached-to-role',
  /** The policy has versions beside the one that holds. */
  'has-versions',
  /** The version is the one that holds. */
  'version-holds',
  'users-exhausted',
  'groups-exhausted',
  'policies-exhausted',
  'roles-exhausted',
  'access-keys-exhausted',
  'memberships-exhausted',
  'attachments-exhausted',
  'versions-exhausted',
  /** The policies of the caller, or the role's own trust, do not let him take the role on. */
  'role-denied',
  'session-too-long',
  /** A key that is good for a time asks for another such key. */
  'token-from-token',
  /** The product would act by a role that the caller may not have made for it. */
  'service-role-denied',
  /** The caller may make the resource, and may not put tags on it. */
  'tag-denied',
  /** The same client token came with other parameters. */
  'token-reused',
] as const

export type DomainErrorCode = (typeof domainErrorCodes)[number]

export interface DomainError {
  readonly code: DomainErrorCode
  /** What was refused and what to do, for a person. */
  readonly detail: string
  /** The resource or value that the refusal is about. */
  readonly subject?: string
}

export const domainError = (code: DomainErrorCode, detail: string, subject?: string): DomainError => ({
  code,
  detail,
  ...(subject === undefined ? {} : { subject }),
})
