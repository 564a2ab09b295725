import { testOperationFolders } from '../../http/testing/operation-folders.ts'
import { operations } from './actions.ts'
import { nouns } from './all.ts'
import { documentedActions } from './documented-actions.ts'

await testOperationFolders(import.meta.dirname, { operations, nouns, documentedActions })
