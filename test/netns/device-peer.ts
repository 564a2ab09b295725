import assert from 'node:assert/strict'
import { prefix, type Site } from '../../src/dataplane/contract/lab.ts'
import type { Device } from '../../src/peer-configuration/device.ts'
import type { Peer } from '../../src/peer-configuration/peer.ts'
import { renderPeer } from '../../src/peer-configuration/render.ts'

export const peerAddress = '203.0.113.77'

/** The site's tunnel, seen from its other end. */
export function peerOfSite({ tunnel }: Site, begins = true): Peer {
  const { localAddress, remoteAddress, localIdentity, remoteIdentity, selectors, device, ...alike } = tunnel
  return {
    connection: tunnel.id,
    name: 'vpn-0a1b2c3d',
    tunnels: [
      {
        ...alike,
        local: remoteAddress,
        remote: localAddress,
        localIdentity: remoteIdentity,
        remoteIdentity: localIdentity,
      },
    ],
    selectors: selectors.map(({ local, remote }) => ({ local: remote, remote: local })),
    begins,
    localNetworks: [prefix('10.2.0.0/16')],
    remoteNetworks: [prefix('10.1.0.0/16')],
    mtu: device.mtu,
  }
}

/** What is written for the device, by the names of the files; nothing may be missing. */
export function renderedFiles(
  device: Device,
  peer: Peer,
  inputs: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const rendered = renderPeer(device, peer, { inputs })
  assert.ok(rendered.ok, JSON.stringify(rendered))
  assert.deepEqual(rendered.value.missing, [])
  return new Map(rendered.value.files.map(({ name, text }) => [name, text]))
}
