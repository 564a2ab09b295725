/** What a region has for an account: published values, as far as nobody has set others. */
import {
  oneOf,
  onOrOff,
  type Setting,
  type Settings,
  type SettingType,
  type SettingValue,
  settingOf,
  someOf,
  wholeNumber,
} from '../../../domain/setting.ts'
import { type Region, regionOf, regions } from '../regions.ts'

const published = '"Regions and zones supported by IPsec-VPN", 2026'
const unpublished = 'no list is published: it is ours'

const declared =
  <T extends SettingValue>(
    what: string,
    source: string,
    type: (region: Region) => SettingType<T>,
    usual: (region: Region) => T,
  ) =>
  (region: Region): Setting<T> => ({ what, source, type: type(region), usual: usual(region) })

type Flag = Parameters<Region['has']['has']>[0]

const flag = (what: string, name: Flag) =>
  declared(
    what,
    published,
    () => onOrOff,
    ({ has }) => has.has(name),
  )

const zonesOfRegion = ({ zones }: Region) => someOf(zones)

const noZones = (): readonly string[] => []

const features = {
  closed: flag('whether it is not there: no list has it, and it is refused', 'closed'),
  zones: declared('its zones', '"Regions and zones", 2026', zonesOfRegion, ({ zones }) => zones),
  'vpn-zones': declared('zones in which VPN gateways can be', published, zonesOfRegion, ({ vpnZones }) => vpnZones),
  'no-inventory': declared('zones that have no room for VPN gateways', unpublished, zonesOfRegion, noZones),
  'no-vswitch': declared('zones in which no vSwitch can be made', unpublished, zonesOfRegion, noZones),
  vpc: declared(
    'whether VPCs can be made',
    unpublished,
    () => onOrOff,
    () => true,
  ),
  public: flag('whether it has public VPN gateways', 'public'),
  private: flag('whether it has private VPN gateways', 'private'),
  enhanced: flag('whether it has enhanced VPN gateways', 'enhanced'),
  shangmi: flag('whether it has VPN gateways of the type NationalStandard', 'shangmi'),
  'transit-router': flag('whether transit routers carry IPsec-VPN connections', 'transit-router'),
  bgp: declared(
    'whether it has BGP',
    unpublished,
    () => onOrOff,
    () => true,
  ),
  'second-vswitch': declared(
    'whether a VPN gateway has to be in a second vSwitch, may be, or must not',
    'CreateVpnGateway: DisasterRecoveryVSwitchId; that it may be everywhere is ours',
    () => oneOf('optional', 'required', 'refused'),
    () => 'optional',
  ),
  'top-bandwidth': declared(
    'the highest bandwidth of a VPN gateway, in Mbit/s',
    unpublished,
    () => wholeNumber,
    () => 1000,
  ),
} as const

export type RegionSetting = keyof typeof features

type ValueOf<N extends RegionSetting> = ReturnType<(typeof features)[N]> extends Setting<infer T> ? T : never

const nameOf = (region: string, name: string): string => `region.${region}.${name}`

/** Some 500, so they are made when they are asked for. */
export const regionSettings = (): ReadonlyMap<string, Setting> =>
  new Map(
    regions.flatMap((region) =>
      Object.entries(features).map(([name, setting]) => [nameOf(region.id, name), setting(region)] as const),
    ),
  )

/** Throws for a region that the dialect does not know. */
export function settingOfRegion<N extends RegionSetting>(settings: Settings, id: string, name: N): ValueOf<N> {
  const region = regionOf(id)
  if (region === undefined) throw new TypeError(`there is no region ${id}`)
  const setting: Setting = features[name](region)
  // The setting of that name has values of that type, which the compiler does not follow through the union.
  return settingOf(settings, nameOf(id, name), setting) as ValueOf<N>
}

/** The regions that an account has. */
export const openRegions = (settings: Settings): readonly Region[] =>
  regions.filter(({ id }) => !settingOfRegion(settings, id, 'closed'))
