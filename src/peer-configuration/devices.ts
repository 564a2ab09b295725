import type { Device } from './device.ts'
import { bird } from './devices/bird.ts'
import { ciscoAsa } from './devices/cisco-asa.ts'
import { ciscoIos } from './devices/cisco-ios.ts'
import { fortigate } from './devices/fortigate.ts'
import { frr } from './devices/frr.ts'
import { h3c } from './devices/h3c.ts'
import { huawei } from './devices/huawei.ts'
import { juniper } from './devices/juniper.ts'
import { libreswan } from './devices/libreswan.ts'
import { mikrotik } from './devices/mikrotik.ts'
import { panOs } from './devices/pan-os.ts'
import { pfsense } from './devices/pfsense.ts'
import { strongswan } from './devices/strongswan.ts'
import { vyos } from './devices/vyos.ts'

export const devices: readonly Device[] = [
  strongswan,
  libreswan,
  frr,
  bird,
  ciscoIos,
  ciscoAsa,
  h3c,
  huawei,
  fortigate,
  juniper,
  panOs,
  mikrotik,
  vyos,
  pfsense,
]

export const deviceNamed = (id: string): Device | undefined => devices.find((device) => device.id === id)
