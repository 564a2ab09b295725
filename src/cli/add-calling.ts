import { type Command, InvalidArgumentError, Option } from 'commander'
import { dataOption } from './data-option.ts'

type Parameters = Readonly<Record<string, unknown>>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A number that would be spelt otherwise, as of a version or a key ("1.0", "1e5"), is text. */
function parsedValue(text: string): unknown {
  const value = parsed(text)
  return typeof value === 'number' && String(value) !== text ? text : value
}

/** Given several times, each counts. What is JSON is taken as such, and all else as text. */
export function parameter(text: string, before: Parameters): Parameters {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('write NAME=VALUE, such as VpnConnectionId=vco-123')
  return { ...before, [text.slice(0, at)]: parsedValue(text.slice(at + 1)) }
}

function parameters(text: string): Parameters {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError('write a JSON object')
  }
  return value as Parameters
}

/** What asks a cloud for something without an SDK of it. */
export function addCalling(program: Command): void {
  program
    .command('call')
    .summary('call an operation of a cloud, or say what it would change and interrupt')
    .description(
      'Signs a call with the key of the account and sends it, and prints the answer. With --dry-run nothing is done: it ' +
        'prints what the call would change, and which tunnels it would interrupt, for how long and by what. ' +
        'A call that is refused ends with 1, in the words of its cloud.',
    )
    .addArgument(program.createArgument('<cloud>', 'whose operation').choices(['alibaba', 'tencent']))
    .argument('<action>', 'such as ModifyVpnConnectionAttribute')
    .addOption(
      new Option(
        '--parameter <name=value>',
        'one parameter; a list or structure as JSON, and text that looks like a number in double quotes; may be given again',
      )
        .argParser(parameter)
        .default({}, 'none'),
    )
    .addOption(new Option('--parameters <json>', 'all of them').argParser(parameters).default({}, 'none'))
    .option('--account <id>', "instead of the folder's first account of the cloud")
    .option('--region <id>', 'instead of cn-hangzhou or ap-guangzhou')
    .option('--dry-run', 'say what it would change and interrupt, and do nothing')
    .option('--json', 'as one line of JSON')
    .option('--endpoint <url>', "where the API listens (default: where the folder's server does)")
    .option('--admin <url>', "the server's admin port (default: of the folder's server)")
    .addOption(dataOption())
    .action(async (cloud, action, options) => (await import('./commands/call.ts')).call(cloud, action, options))
}
