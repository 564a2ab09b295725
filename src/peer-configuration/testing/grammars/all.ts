import type { Grammar } from '../grammar.ts'
import { ciscoAsa, ciscoIos } from './cisco.ts'
import { h3c, huawei } from './comware.ts'
import { fortigate, juniper, panOs } from './firewalls.ts'
import { bird, frr, libreswan, strongswan } from './linux.ts'
import { mikrotik, pfsense, vyos } from './routers.ts'

/** By the device's id. */
export const grammars: Readonly<Record<string, Grammar>> = {
  strongswan,
  libreswan,
  frr,
  bird,
  'cisco-ios': ciscoIos,
  'cisco-asa': ciscoAsa,
  h3c,
  huawei,
  fortigate,
  juniper,
  'pan-os': panOs,
  mikrotik,
  vyos,
  pfsense,
}
