import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Listen, parseListen, UsageError } from '../runtime/config.ts'
import { version } from '../server/version.ts'
import { newCommand } from '../terminal/command.ts'
import { addCalling } from './add-calling.ts'
import { addDeviceConfiguration } from './add-device-configuration.ts'
import { addExplaining } from './add-explaining.ts'
import { addFaults } from './add-faults.ts'
import { addPrincipals } from './add-principals.ts'
import { addWorkloads } from './add-workloads.ts'
import { dataOption } from './data-option.ts'
import { exitCodeFor, sentenceFor } from './failure.ts'
import { addServerOptions } from './server-options.ts'
import { addUplinkOptions, readUplink } from './uplink-options.ts'

/** A name without a port, as a Host header has it. Given several times, each counts. */
function hostName(name: string, before: readonly string[]): readonly string[] {
  if (!/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(name)) {
    throw new InvalidArgumentError('it must be the name of a host, without a port.')
  }
  return [...before, name]
}

/** What another room writes: its own options, and the exit code as the answer. Loaded only when it is asked for. */
interface Tool {
  run(args: readonly string[]): Promise<number>
}

function listen(text: string): Listen {
  try {
    return parseListen(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

function tag(text: string): string {
  if (!/^[0-9a-f]{6}$/.test(text)) throw new InvalidArgumentError('it must be six hexadecimal digits.')
  return text
}

const showListen = ({ host, port }: Listen) => `${host}:${port}`

const listenOption = (flags: string, what: string, port: number) => {
  const usual = { host: '127.0.0.1', port }
  return new Option(`${flags} <host:port>`, `where to listen for ${what}; port 0 takes a free one`)
    .argParser(listen)
    .default(usual, showListen(usual))
}

const adminHostOption = () =>
  new Option('--admin-host <name>', 'a name that the admin port may be asked for by, beside addresses and localhost')
    .argParser(hostName)
    .default([], 'none')

function addServe(program: Command): void {
  const serve = program
    .command('serve')
    .summary('run the server')
    .description('Runs the server until it is told to stop. Tunnels outlive it: the next server takes them over.')
    .addOption(listenOption('--listen', "both clouds' APIs", 7780))
    .addOption(listenOption('--admin-listen', 'health, metrics and the native API', 7781))
    .addOption(adminHostOption())
    .addOption(dataOption())
    .addOption(new Option('--database <url>', 'not there yet, and refused with that').hideHelp())
    .option('--ephemeral', 'keep nothing: a temporary folder, removed at the end with all that was made on this host')
    .action(async (options, command: Command) => {
      const { ephemeral, uplink: _, uplinkInterface, outerPool, outerAddress, ...others } = options
      const rest = { ...others, uplink: readUplink(options) }
      if (ephemeral && command.getOptionValueSource('data') === 'cli') {
        throw new UsageError('--ephemeral keeps nothing, and takes no --data: leave one of them out')
      }
      await (await import('./commands/serve.ts')).serve(ephemeral ? { ...rest, data: undefined } : rest)
    })
  addUplinkOptions(serve)
  addServerOptions(serve, 'info', {
    plane: "the folder's own, for a new one simulated",
    latency: "the folder's own, for a new one fast",
    esp: "the folder's own, for a new one auto",
  })
  const run = program
    .command('run')
    .summary('run a command beside a server of its own')
    .usage('[options] -- <command...>')
    .description(
      'Starts a server on free ports and a temporary folder, runs the command with the variables that point clients there ' +
        '(as `./culvert env` prints them for both clouds, with CULVERT_API and CULVERT_ADMIN), and ends with its exit code. ' +
        'Nothing of the server is left then.',
    )
    .argument('<command...>', 'the command and its arguments, after --')
    .action(async (command: readonly string[], options) => {
      process.exitCode = await (await import('./commands/run.ts')).run(command, options)
    })
  addServerOptions(run, 'warn', { plane: 'simulated', latency: 'fast', esp: 'auto' })
}

function addInstallation(program: Command): void {
  program
    .command('credentials')
    .summary('print the API keys that were made at first start, or those of a user')
    .option('--user <name>', 'instead: the keys of this user, of whichever account has one of the name')
    .option('--json', 'as one JSON object')
    .addOption(dataOption())
    .action(async (options) => (await import('./commands/credentials.ts')).printCredentials(options))
  program
    .command('env')
    .summary('print what points SDKs, CLIs and Terraform here')
    .description('Prints shell exports for `eval`, with a comment on what each client wants beside them.')
    .addArgument(program.createArgument('<for>', 'whose clients').choices(['alibaba', 'tencent', 'terraform']))
    .option('--endpoint <url>', "where the API listens (default: where the folder's server does)")
    .option('--hcl', "terraform: the provider blocks alone, for a .tf file, instead of the shell's exports")
    .addOption(dataOption())
    .action(async (target, options) => (await import('./commands/env.ts')).printEnv(target, options))
  program
    .command('purge')
    .summary("remove from this host all that an installation's data plane left")
    .description(
      "Removes the namespaces, interfaces and processes that the installation's server made on this host and left running. " +
        'Its state stays: the next server makes them anew.',
    )
    .addOption(dataOption())
    .option('--tag <tag>', 'instead of a folder that is gone: the installation as `culvert doctor` names it', tag)
    .action(async (options) => (await import('./commands/purge.ts')).purge(options))
}

/** What the folder's server grants its accounts. */
function addAccounts(program: Command): void {
  const accounts = program
    .command('accounts')
    .summary('show or set what accounts are granted and owe, and who may do what in them')
  const jsonOption = ['--json', 'as one JSON object'] as const
  accounts
    .command('show')
    .summary('what can be set of an account, and what is')
    .description(
      'Without an account: the accounts, and what is set of each otherwise than by default. With one: all that can be set ' +
        'of it, or what begins with a name, such as quota or region.cn-hangzhou.',
    )
    .argument('[account]', 'its id')
    .argument('[name]', 'the beginning of names')
    .option(...jsonOption)
    .addOption(dataOption())
    .action(async (account, name, options) => (await import('./commands/accounts.ts')).show(account, name, options))
  accounts
    .command('set')
    .summary('set some of it: it holds from the next request on')
    .description('Sets all or nothing. A value of "default" goes back to the default. The server has to run.')
    .argument('<account>', 'its id')
    .argument('<name=value...>', 'such as quota.vpn_quota_instances_num=40')
    .option(...jsonOption)
    .addOption(dataOption())
    .action(async (account, changes, options) =>
      (await import('./commands/accounts.ts')).set(account, changes, options),
    )
  accounts
    .command('add')
    .summary('make another account of a cloud, with a key of its own')
    .description('Prints its id and its key, whose secret is told this once. The server has to run.')
    .argument('<cloud>', 'alibaba or tencent')
    .option(...jsonOption)
    .addOption(dataOption())
    .action(async (cloud, options) => (await import('./commands/accounts.ts')).add(cloud, options))
  addPrincipals(accounts)
  addBilling(accounts)
}

/** What accounts have bought, and what does nothing because it is not paid for. */
function addBilling(accounts: Command): void {
  const jsonOption = ['--json', 'as one JSON object'] as const
  const billing = () => import('./commands/billing.ts')
  const orderOf = (name: string, summary: string) =>
    accounts.command(name).summary(summary).argument('<order>', 'its number').addOption(dataOption())
  const suspensionOf = (name: string, summary: string) =>
    accounts
      .command(name)
      .summary(summary)
      .argument('<id>', 'of a gateway, or of a connection that a router carries')
      .addOption(dataOption())
  accounts
    .command('bills')
    .summary('what an account may spend, and the time on its bills')
    .argument('<account>', 'its id')
    .option(...jsonOption)
    .addOption(dataOption())
    .action(async (account, options) => (await billing()).showBills(account, options))
  accounts
    .command('orders')
    .summary('what was ordered, newest first')
    .option(...jsonOption)
    .addOption(dataOption())
    .action(async (options) => (await billing()).listOrders(options))
  orderOf('pay', 'pay an order: what it is for is made then').action(async (order, options) =>
    (await billing()).pay(order, options),
  )
  orderOf('cancel', 'cancel an unpaid order: what it was for goes with it').action(async (order, options) =>
    (await billing()).cancel(order, options),
  )
  suspensionOf('suspend', 'stop it, as a bill that nobody pays does').action(async (id, options) =>
    (await billing()).suspend(id, true, options),
  )
  suspensionOf('resume', 'let it go on, unless its bills have it stopped').action(async (id, options) =>
    (await billing()).suspend(id, false, options),
  )
}

/** A server of the Linux data plane starts it; nobody types it. */
function addKeeper(program: Command): void {
  program
    .command('keeper', { hidden: true })
    .description(
      "Sends health probes, and holds an installation's gateways to what its server wanted while no server is there.",
    )
    .requiredOption('--tag <tag>', 'of the installation')
    .option('--run-folder <folder>', "the installation's (default: /run/culvert/<tag>)")
    .option('--program <digest>', 'what tells this program from an older one', '')
    .addOption(new Option('--esp <where>', 'what carries tunnels').choices(['kernel', 'userland']).default('userland'))
    .action(async (options) => (await import('./commands/keeper.ts')).keeper(options))
}

function addHost(program: Command): void {
  program
    .command('doctor')
    .summary('say what this host can do, and what to install')
    .description(
      'Looks for what the Linux data plane needs. Ends with 0 when it could run here, with 1 when something is missing; ' +
        'the simulated data plane needs nothing.',
    )
    .option('--json', 'as one JSON object')
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options))
  program
    .command('demo')
    .summary('two clouds, one tunnel, packets through it')
    .description(
      "Makes a network in each cloud through the clouds' own SDKs, joins them by a tunnel, sends packets through it, " +
        'and takes everything away again.',
    )
    .option('--simulated', 'on the simulated data plane, also where the Linux one could run')
    .option('--no-install', 'refuse to install system packages')
    .option('--json', 'print what was shown as one JSON object, and the progress on standard error')
    .action(async (options) => (await import('./commands/demo.ts')).demo(options))
}

function addTools(program: Command): void {
  addTool(program, 'test', 'run every test, after all set-up', () => import('../../tools/test.ts'))
  addTool(program, 'simulate', 'run the whole server under a seeded scheduler, with crashes', () => tool('simulate'))
  addTool(program, 'bench', 'measure, side by side with references', () => tool('bench'))
}

/** Commands that read their own arguments, and are loaded for it: `run(args)` says how it ended. */
function addTool(program: Command, name: string, summary: string, load: () => Promise<Tool>): void {
  program
    .command(name)
    .summary(summary)
    .helpOption(false)
    .allowUnknownOption()
    .argument('[args...]')
    .action(async (args: string[]) => {
      process.exitCode = await (await load()).run(args)
    })
}

interface Commands {
  readonly names: readonly string[]
  add(program: Command): void
}

const commands: readonly Commands[] = [
  { names: ['serve', 'run'], add: addServe },
  { names: ['credentials', 'env', 'purge'], add: addInstallation },
  { names: ['accounts'], add: addAccounts },
  { names: ['device-config'], add: addDeviceConfiguration },
  { names: ['explain', 'events'], add: addExplaining },
  { names: ['faults'], add: addFaults },
  { names: ['workloads'], add: addWorkloads },
  { names: ['call'], add: addCalling },
  { names: ['doctor', 'demo'], add: addHost },
  { names: ['keeper'], add: addKeeper },
  { names: ['test', 'simulate', 'bench'], add: addTools },
]

/** With the command that is asked for, and all of them where it is none: to describe each one takes longer than to parse. */
export function createProgram(asked?: string): Command {
  const program = newCommand(
    'culvert',
    'A self-hosted site-to-site VPN gateway that speaks the Alibaba Cloud and Tencent Cloud VPN APIs.',
  )
  program.version(version, '--version', 'print the version')
  const named = commands.filter(({ names }) => asked !== undefined && names.includes(asked))
  for (const { add } of named.length > 0 ? named : commands) add(program)
  return program
}

async function tool(name: string): Promise<Tool> {
  return (await import(`./commands/${name}.ts`)) as Tool
}

export async function runProgram(argv: readonly string[]): Promise<void> {
  // Whoever reads our output may stop reading, or close the terminal; what is being done goes on to its end.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!('code' in error) || (error.code !== 'EPIPE' && error.code !== 'EIO')) throw error
    })
  }
  try {
    await createProgram(argv[2]).parseAsync([...argv])
  } catch (error) {
    // What the parser of arguments had to say, it has said.
    if (!(error instanceof CommanderError)) process.stderr.write(`culvert: ${sentenceFor(error)}\n`)
    process.exitCode = exitCodeFor(error)
  }
}
