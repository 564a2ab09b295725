/** What CreateVpnConnection and ModifyVpnConnectionAttribute take alike. */
import { ignored, refused } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'

const noHealthCheck = 'it is about the health check, which is refused'

export const healthCheckFields = {
  EnableHealthCheck: refused(
    t.boolean,
    'connections are not probed yet: their NetStatus tells what the daemon reports',
    {
      allow: [false],
    },
  ),
  HealthCheckLocalIp: ignored(noHealthCheck),
  HealthCheckRemoteIp: ignored(noHealthCheck),
  HealthCheckConfig: ignored(noHealthCheck),
}
