import { type Command, InvalidArgumentError, Option } from 'commander'
import { dataOption } from './data-option.ts'

/** Given several times, each counts. */
function setting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('write NAME=VALUE, such as wan-interface=eth0')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

export function addDeviceConfiguration(program: Command): void {
  program
    .command('device-config')
    .summary("print what the device at a connection's other end is configured with")
    .description(
      'Prints a ready configuration of the device at the other end. It holds the pre-shared key: keep it as you keep that. ' +
        'What the device has no way to say is refused, all of it by name. What is not given with --set is a placeholder ' +
        'in <angle brackets>, which no device takes.',
    )
    .argument('[connection]', 'the id of the connection')
    .option('--device <name>', 'which device: --list names them')
    .option('--list', 'the devices, and what each is to be told with --set')
    .addOption(
      new Option('--set <name=value>', 'what only its owner knows, such as wan-interface=eth0; may be given again')
        .argParser(setting)
        .default({}, 'nothing'),
    )
    .option('--file <name>', 'that file alone, where there are several')
    .option('--without-key', "a placeholder in the pre-shared key's place")
    .option('--json', 'as one JSON object')
    .option('--admin <url>', "the server's admin port (default: of the folder's server)")
    .addOption(dataOption())
    .action(async (connection: string | undefined, options) => {
      await (await import('./commands/device-config.ts')).deviceConfig(connection, options)
    })
}
