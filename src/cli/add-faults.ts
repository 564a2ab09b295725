import { type Command, InvalidArgumentError, Option } from 'commander'
import { faultDirections, faultKinds, mostFaultSeconds, usualFaultSeconds } from '../domain/fault.ts'
import { dataOption } from './data-option.ts'

const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text)
    if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(
      `write a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`,
    )
  }

const kinds = `
What is broken, and of what:
  packet-loss --amount PERCENT     of a --tunnel, --connection or --gateway (all its tunnels), both ways or --direction in|out
  delay --amount MS                the same; each way (on Linux, where the kernel has netem)
  partition                        the same: nothing passes
  peer-silent                      nothing that the peer sends arrives
  peer-reboot                      the peer, if it is of this installation, loses its SAs and is not reached until the end
  daemon-crash                     the IKE daemon; of a --gateway, its routing daemon; it comes back by itself
  slow-provisioning --amount MS    what is asked for is begun so much later; of a --gateway, an --account, or all
  clock-jump --amount MS           the clock that signatures and sessions are held to, of this server; daemons keep theirs
  api-error --code CODE            calls, of an --account, a --cloud, an --action, or all: with --amount PERCENT, or --count CALLS
  api-latency --amount MS          the same
  throttle                         the same: the cloud's own answer to too many calls`

/** What breaks things on purpose. */
export function addFaults(program: Command): void {
  const load = () => import('./commands/faults.ts')
  const adminOption = ['--admin <url>', "the server's admin port (default: of the folder's server)"] as const
  const jsonOption = ['--json', 'as JSON'] as const
  const faults = program
    .command('faults')
    .summary('rehearse failures: list, inject and end faults')
    .description(
      'The server has to be started with --faults, and on the Linux data plane with --faults=linux. A fault ends at its time, ' +
        'with its server, or when it is removed.',
    )
  faults
    .command('list', { isDefault: true })
    .summary('the faults that are injected now')
    .option(...jsonOption)
    .option(...adminOption)
    .addOption(dataOption())
    .action(async (options) => (await load()).listFaults(options))
  faults
    .command('inject')
    .summary('inject one')
    .addArgument(program.createArgument('<kind>', 'what is broken').choices(faultKinds))
    .option('--tunnel <id>', 'of this tunnel')
    .option('--connection <id>', 'of the tunnels of this connection')
    .option('--gateway <id>', 'of the tunnels of this gateway or router')
    .option('--account <id>', 'of calls of this account, or of what is its')
    .option('--cloud <name>', 'of calls to this cloud: alibaba or tencent')
    .option('--action <name>', 'of calls of this action')
    .addOption(new Option('--amount <number>', 'percent or milliseconds').argParser(whole(-86_400_000, 86_400_000)))
    .addOption(new Option('--direction <way>', 'of packets').choices(faultDirections))
    .addOption(new Option('--count <calls>', 'for so many calls').argParser(whole(1)))
    .option('--code <code>', "the cloud's error code")
    .addOption(
      new Option('--status <status>', 'the HTTP status of it; Tencent Cloud has 200 for all').argParser(
        whole(400, 599),
      ),
    )
    .addOption(
      new Option('--seconds <number>', 'for how long').argParser(whole(1, mostFaultSeconds)).default(usualFaultSeconds),
    )
    .option(...jsonOption)
    .option(...adminOption)
    .addOption(dataOption())
    .addHelpText('after', kinds)
    .action(async (kind, options) => (await load()).injectFault(kind, options))
  faults
    .command('remove')
    .summary('end one, or all')
    .argument('[fault]', 'its id')
    .option('--all', 'all of them')
    .option(...jsonOption)
    .option(...adminOption)
    .addOption(dataOption())
    .action(async (fault, options) => (await load()).removeFaults(fault, options))
}
