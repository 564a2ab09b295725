import { type Command, InvalidArgumentError, Option } from 'commander'
import { dataOption } from './data-option.ts'

function limit(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 500) return number
  throw new InvalidArgumentError('write a number from 1 to 500')
}

/** What says why something is as it is. */
export function addExplaining(program: Command): void {
  const jsonOption = ['--json', 'as one JSON object'] as const
  const adminOption = ['--admin <url>', "the server's admin port (default: of the folder's server)"] as const
  const load = () => import('./commands/explain.ts')
  program
    .command('explain')
    .summary('say why a tunnel does not carry, and what to change')
    .description(
      'Says what is wrong with a tunnel, since when, what the two ends do not agree on, which request changed that, and ' +
        'the operation and parameter of its cloud that set it right.',
    )
    .argument('<tunnel>', 'its id, or the id or name of a connection that has one')
    .option(...jsonOption)
    .option(...adminOption)
    .addOption(dataOption())
    .action(async (tunnel, options) => (await load()).explainTunnel(tunnel, options))
  program
    .command('preflight')
    .summary('negotiate a tunnel beside its SAs, and say what would fail')
    .description(
      'Negotiates with a pair of SAs that carries nothing and is ended at once, its rekeying included, and says of each part ' +
        'whether the peer agrees, and if not why, as explain does. The SAs that carry stay: what the peer could end them for is ' +
        'not tried. Exits with 3 where something failed.',
    )
    .argument('<tunnel>', 'its id, or the id or name of a connection that has one')
    .option(
      '--authenticate',
      'authenticate although the peer is a foreign device: one that keeps a single IKE SA ends the one that carries, at once or seconds later',
    )
    .option('--rekey', 'rekey the Child SA that carries, where no other can be made beside it')
    .option(...jsonOption)
    .option(...adminOption)
    .addOption(dataOption())
    .action(async (tunnel, options) => (await import('./commands/preflight.ts')).preflightTunnel(tunnel, options))
  program
    .command('events')
    .summary('what happened, newest first: requests, and what became of tunnels')
    .argument('[about]', 'the id of a tunnel, connection, gateway or customer gateway')
    .addOption(new Option('--limit <number>', 'how many').argParser(limit).default(100))
    .option('--json', 'as one JSON array')
    .option(...adminOption)
    .addOption(dataOption())
    .action(async (about, options) => (await load()).listEvents(about, options))
}
