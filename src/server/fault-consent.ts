import { ConfigError, type DataPlaneKind } from '../runtime/config.ts'
import { faultsOption } from '../wire/native/faults.ts'

/**
 * Whether faults may be injected. Real tunnels may carry somebody's traffic, so that of the Linux data plane it has to be said
 * that they are meant.
 */
export function checkFaultConsent(named: DataPlaneKind | undefined, kind: DataPlaneKind): void {
  if (named === undefined || named === kind) return
  const option = faultsOption(kind)
  throw new ConfigError(
    kind === 'linux'
      ? `faults on the Linux data plane break real tunnels: write ${option} if that is what you want`
      : `this server runs the simulated data plane: write ${option}`,
  )
}
