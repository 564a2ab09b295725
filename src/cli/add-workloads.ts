import { type Command, InvalidArgumentError, Option } from 'commander'
import { dataOption } from './data-option.ts'

function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new InvalidArgumentError('write a number')
}

/** Given several times, each counts. */
const another = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** What of this machine is plugged into subnets. */
export function addWorkloads(program: Command): void {
  const workloads = program
    .command('workloads')
    .summary('plug devices, bridges and containers of this machine into subnets')
    .description(
      'Real traffic through tunnels: what is plugged in has an address of the subnet, and stays plugged in over restarts of ' +
        'the server and of what it is of. The server has to run.',
    )
  const load = () => import('./commands/workloads.ts')
  const common = (command: Command): Command =>
    command
      .option('--json', 'as JSON')
      .option('--admin <url>', "the server's admin port (default: of the folder's server)")
      .addOption(dataOption())
  common(workloads.command('list', { isDefault: true }).summary('what is plugged in, and what it waits for')).action(
    async (options) => (await load()).listWorkloads(options),
  )
  const add = workloads
    .command('add')
    .summary('plug one in')
    .description(
      'Give one of --device, --bridge, --namespace, --pid and --namespace-file. In a namespace a device is made, with an ' +
        "address of the subnet; a device and what is on a bridge bring their own. A device is the subnet's alone until it is " +
        'removed, and is given back as it was.',
    )
    .requiredOption('--subnet <id>', 'the subnet to plug it into')
    .option('--device <name>', "a network device of this machine, which becomes the subnet's")
    .option('--bridge <name>', 'a bridge of this machine')
    .option('--namespace <name>', 'a network namespace as `ip netns` names it, which may come and go')
    .addOption(new Option('--pid <number>', "the namespace of a process, such as a container's").argParser(wholeNumber))
    .option('--namespace-file <path>', 'a file that keeps a namespace')
    .option('--interface <name>', 'what the device is called in the namespace (default: culvert0)')
    .option('--address <address>', 'of the subnet (default: the next free one)')
    .addOption(new Option('--mtu <bytes>', 'of the device in the namespace (default: 1500)').argParser(wholeNumber))
    .addOption(
      new Option(
        '--route <prefix>',
        "what to route by the subnet's router; may be given again (default: all, as a default route)",
      ).argParser(another),
    )
    .option('--name <name>', 'to know it by')
  common(add).action(async (options) => (await load()).addWorkload(options))
  common(workloads.command('remove').summary('take one out').argument('<id>', 'its id')).action(async (id, options) =>
    (await load()).removeWorkload(id, options),
  )
}
