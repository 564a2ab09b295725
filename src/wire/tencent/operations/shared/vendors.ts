/** Devices that the cloud has configurations for: the only ones that its documents name ("DescribeCustomerGatewayVendors"). */
import type { Device } from '../../../../peer-configuration/device.ts'
import { ciscoIos } from '../../../../peer-configuration/devices/cisco-ios.ts'
import { h3c } from '../../../../peer-configuration/devices/h3c.ts'

export interface Vendor {
  readonly Platform: string
  readonly SoftwareVersion: string
  readonly VendorName: string
}

interface KnownVendor extends Vendor {
  readonly device: Device
}

export const vendors: readonly KnownVendor[] = [
  { Platform: 'ios', SoftwareVersion: 'V15.4', VendorName: 'cisco', device: ciscoIos },
  { Platform: 'comware', SoftwareVersion: 'V1.0', VendorName: 'h3c', device: h3c },
]

export const deviceOf = ({ Platform, SoftwareVersion, VendorName }: Vendor): Device | undefined =>
  vendors.find(
    (known) =>
      known.Platform === Platform && known.SoftwareVersion === SoftwareVersion && known.VendorName === VendorName,
  )?.device
