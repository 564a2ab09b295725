/** A case of each part of the contract that is different where the kernel carries packets: what is negotiated is charon's in both. */
export const sampled = [
  'IKEv2: a tunnel between hosts carries their packets once its Child SA is up, and not before',
  'IKEv1 aggressive mode: a tunnel between hosts carries their packets once its Child SA is up, and not before',
  'IKEv1: several prefixes make one Child SA for each pair of them',
  'IKEv2: an initiator with 0.0.0.0/0: the Child SA is narrowed to what both ends have, and carries',
  'IKEv2: a narrowed Child SA is rekeyed with the same selectors, and carries',
  'IKEv2: a packet outside the narrowed selectors is not carried, though the wider ones hold it',
  'a wrong pre-shared key ends in AUTHENTICATION_FAILED at both ends, and the right one then comes up',
  'IKEv2 with AEAD algorithms for both SAs comes up, and carries',
  'a configuration that changes ends the SAs at both ends, and its digest is observed',
  'a tunnel’s device that is set to another bandwidth or MTU loses no packet by it, and keeps the SAs',
  'a tunnel’s traffic is counted at both ends, and goes on being counted when SAs are made anew',
  'each step, when performed twice, has the effect of once, in creating and in removing',
  'traffic through a tunnel passes while its route and link exist, and not without either',
  'a tunnel that is removed takes its routes along, and its peer’s SAs are deleted',
  'packets out of a tunnel are routed to what its gate admits alone, and so are the answers',
  'a stream is held to the bandwidth of a link either way, and to that of the tunnel that it goes into',
  'a peer that falls silent is dead after the time of dead peer detection',
  'perfect forward secrecy that differs is found by a preflight while the tunnel is up, which stays',
  'a BGP session over a tunnel is established, also after a crash, and packets take the routes that both ends have learned',
  'a path that is cut ends the BGP session by BFD, traffic goes over the other tunnel, and goes back when the path does',
]

export const leftOutReason =
  'the whole contract takes hours under emulation, and this is a sample of it: `./culvert test --kernel all` runs all'

/** Of a case that is run all the same. */
export const otherGuest = 'another guest runs it'
