import { constants } from 'node:fs'
import { access, open } from 'node:fs/promises'
import type { Esp } from '../../domain/esp.ts'
import { daemonProgram as routingProgram } from '../bird/start-daemon.ts'
import { daemonProgram } from '../strongswan/start-daemon.ts'
import { CommandError, run } from './command.ts'
import { probeDelay } from './impairments.ts'
import { hasTcpSignatures } from './kernel-configuration.ts'
import { probeKernelEsp } from './kernel-esp.ts'

/** What a host must have for the data plane to work on it, or may have. */
export interface Capability {
  readonly name: string
  readonly ok: boolean
  /** A version, or what stands in the way. */
  readonly found: string
  readonly neededFor: string
  /** False where everything but a part works without it. */
  readonly required: boolean
  /** Given where it is required for tunnels that this carries, and for no others. */
  readonly onlyFor?: Esp
  /** What to do where it is not there. */
  readonly howToInstall: string
}

export type Question = Omit<Capability, 'ok' | 'found'> & {
  /** What was found. Rejects with what stands in the way. */
  readonly look: () => Promise<string>
}

const debian = (packages: string): string => `apt-get install ${packages}`
const strongswanPackages = 'charon-systemd strongswan-swanctl libstrongswan-standard-plugins libcharon-extra-plugins'

/** Where Debian keeps strongSwan's plugins, and where others do. */
const pluginFolders = ['/usr/lib/ipsec/plugins', '/usr/lib/strongswan/plugins', '/usr/lib64/strongswan/plugins']

/** Those of `render-settings.ts` that no package brings by necessity. */
const neededPlugins = ['openssl', 'kernel-libipsec', 'kernel-netlink', 'socket-default', 'vici', 'kdf', 'gmp', 'md5']

/** What delays packets. */
export const netem: Question = {
  name: 'netem',
  neededFor: 'delays that are injected to rehearse them',
  required: false,
  howToInstall: 'a kernel with CONFIG_NET_SCH_NETEM (modprobe sch_netem)',
  look: probeDelay,
}

const questions: readonly Question[] = [
  {
    name: 'root',
    neededFor: 'network namespaces',
    required: true,
    howToInstall: 'run as root, or in a privileged container',
    look: async () => {
      if (process.getuid?.() !== 0) throw new Error(`user ${process.getuid?.() ?? 'of another system'}`)
      return 'yes'
    },
  },
  {
    name: 'TUN device',
    neededFor: 'ESP in user space',
    required: true,
    onlyFor: 'userland',
    howToInstall: 'modprobe tun, or give the container /dev/net/tun',
    look: async () => {
      const device = await open('/dev/net/tun', 'r+')
      await device.close()
      return '/dev/net/tun'
    },
  },
  {
    name: 'kernel ESP',
    neededFor: 'tunnels that the kernel carries, which is faster than user space',
    required: true,
    onlyFor: 'kernel',
    howToInstall:
      'a kernel with CONFIG_INET_ESP, CONFIG_XFRM_USER, CONFIG_XFRM_INTERFACE, and ciphers from DES to AES-GCM',
    look: probeKernelEsp,
  },
  {
    name: 'charon-systemd',
    neededFor: 'IKE and ESP',
    required: true,
    howToInstall: debian(strongswanPackages),
    // It takes no arguments: asked for its version, it would start.
    look: async () => {
      await access(daemonProgram, constants.X_OK)
      return daemonProgram
    },
  },
  {
    name: 'strongSwan plugins',
    neededFor: 'IKE and ESP',
    required: true,
    howToInstall: debian(strongswanPackages),
    look: lookForPlugins,
  },
  {
    name: 'bird',
    neededFor: 'BGP sessions',
    required: false,
    howToInstall: debian('bird2'),
    // It says its version on standard error.
    look: async () => {
      await access(routingProgram, constants.X_OK)
      return routingProgram
    },
  },
  {
    name: 'TCP MD5 signatures',
    neededFor: 'passwords of BGP sessions (RFC 2385)',
    required: false,
    howToInstall: 'a kernel with CONFIG_TCP_MD5SIG',
    look: async () => {
      const has = await hasTcpSignatures()
      if (has === false) throw new Error('the kernel was made without them')
      return has === undefined ? 'not known: the kernel’s configuration is not to be read here' : 'yes'
    },
  },
  {
    name: 'ip',
    neededFor: 'namespaces, links and routes',
    required: true,
    howToInstall: debian('iproute2'),
    look: () => version('ip', ['-V']),
  },
  {
    name: 'nsenter, unshare, setpriv',
    neededFor: 'programs in namespaces, and one that tells of what changes there',
    required: true,
    howToInstall: debian('util-linux'),
    look: async () => {
      for (const program of ['setpriv', 'unshare']) await version(program, ['--version'])
      return version('nsenter', ['--version'])
    },
  },
  {
    name: 'tc',
    neededFor: 'the bandwidth of gateways',
    required: true,
    howToInstall: debian('iproute2'),
    look: () => version('tc', ['-V']),
  },
  {
    name: 'sysctl',
    neededFor: 'forwarding',
    required: true,
    howToInstall: debian('procps'),
    look: () => version('sysctl', ['--version']),
  },
  {
    name: 'swanctl',
    neededFor: 'an operator who wants to ask a daemon; Culvert itself does not',
    required: false,
    howToInstall: debian('strongswan-swanctl'),
    look: () => version('swanctl', ['--version'], /^strongSwan .*/m),
  },
  {
    name: 'ping',
    neededFor: 'health checks, and pings from hosts of the lab',
    required: false,
    howToInstall: debian('iputils-ping'),
    look: () => version('ping', ['-V']),
  },
  {
    name: 'nft',
    neededFor: 'TCP segments that fit into tunnels, health checks, and an uplink',
    required: true,
    howToInstall: debian('nftables'),
    look: () => version('nft', ['--version']),
  },
  {
    name: 'iperf3',
    neededFor: 'throughput between hosts of the lab',
    required: false,
    howToInstall: debian('iperf3'),
    look: () => version('iperf3', ['--version']),
  },
  netem,
]

/** What this host has, of all that is asked or of some. Never rejects. */
export const lookAtHost = (asked = questions): Promise<readonly Capability[]> =>
  Promise.all(
    asked.map(async ({ look, ...question }): Promise<Capability> => {
      try {
        return { ...question, ok: true, found: await look() }
      } catch (error) {
        return { ...question, ok: false, found: reasonOf(error) }
      }
    }),
  )

/** With what only the other way to carry tunnels requires as what is not. Pure. */
export const requiredFor = (esp: Esp, capabilities: readonly Capability[]): readonly Capability[] =>
  capabilities.map((each) => (each.onlyFor === undefined || each.onlyFor === esp ? each : { ...each, required: false }))

/** Why the data plane cannot work here, for a person, or undefined when it can. Pure. */
export function whyNot(capabilities: readonly Capability[], esp: Esp = 'userland'): string | undefined {
  const missing = requiredFor(esp, capabilities).filter(({ ok, required }) => required && !ok)
  if (missing.length === 0) return undefined
  const lines = missing.map(
    ({ name, found, neededFor, howToInstall }) => `- ${name}, for ${neededFor}: ${found} (${howToInstall})`,
  )
  return ['The linux data plane needs what this host does not have:', ...lines].join('\n')
}

const reasonOf = (error: unknown): string => {
  if (error instanceof CommandError) return error.stderr.trim() || error.message
  return error instanceof Error ? error.message : String(error)
}

/** What a program says of itself. Some fail all the same, as swanctl does for want of a daemon to talk to. */
async function version(program: string, args: readonly string[], line?: RegExp): Promise<string> {
  const said = await run(program, args).catch((error: unknown) => {
    if (error instanceof CommandError && line?.test(error.stderr)) return error.stderr
    throw error
  })
  return (line ?? /^.*\S.*/m).exec(said)?.[0].trim() ?? 'there'
}

async function lookForPlugins(): Promise<string> {
  const missing: string[] = []
  for (const plugin of neededPlugins) {
    const found = await Promise.allSettled(
      pluginFolders.map((folder) => access(`${folder}/libstrongswan-${plugin}.so`, constants.R_OK)),
    )
    if (!found.some(({ status }) => status === 'fulfilled')) missing.push(plugin)
  }
  if (missing.length > 0) throw new Error(`not found: ${missing.join(', ')}`)
  return neededPlugins.join(', ')
}
