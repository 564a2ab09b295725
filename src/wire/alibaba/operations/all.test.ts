import { testOperationFolders } from '../../http/testing/operation-folders.ts'
import { operationsByNoun } from './all.ts'

await testOperationFolders(import.meta.dirname, operationsByNoun)
