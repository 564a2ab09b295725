import { Command } from 'commander'

const oneLine = (text: string) =>
  text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')

/** Says what is wrong with its arguments on one line, and throws a `CommanderError` where it would end the process. */
export function newCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .configureOutput({ outputError: (text, write) => write(`culvert: ${oneLine(text)}\n`) })
    .exitOverride()
}
