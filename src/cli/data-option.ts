import { InvalidArgumentError, Option } from 'commander'
import { variables } from '../runtime/config.ts'

/** Where one that is not told otherwise has its state. */
const defaultFolder = './culvert-data'

function folder(path: string): string {
  if (path.trim() === '') throw new InvalidArgumentError('it must be the name of a folder.')
  return path
}

export const dataOption = () =>
  new Option('--data <folder>', "the folder of the installation's state")
    .argParser(folder)
    .default(defaultFolder)
    .env(variables.data)
