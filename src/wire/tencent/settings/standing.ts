/** What the cloud has of an account that decides whether it may buy. */
import { onOrOff, type Setting, type Settings, settingOf } from '../../../domain/setting.ts'

const ours = 'CreateVpnGateway: its error codes; that nothing is in the way is ours'

const standing = {
  'real-name': {
    what: 'whether its owner has been identified: without that no VPN gateway can be made',
    source: ours,
    type: onOrOff,
    usual: true,
  },
  'billing.frozen': {
    what: 'whether its bills are frozen, so that no order can be placed',
    source: ours,
    type: onOrOff,
    usual: false,
  },
} as const satisfies Readonly<Record<string, Setting<boolean>>>

export const standingSettings: ReadonlyMap<string, Setting> = new Map(Object.entries(standing))

export const isNamed = (settings: Settings): boolean => settingOf<boolean>(settings, 'real-name', standing['real-name'])

export const isFrozen = (settings: Settings): boolean =>
  settingOf<boolean>(settings, 'billing.frozen', standing['billing.frozen'])
