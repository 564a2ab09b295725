import { testOperationFolders } from '../../http/testing/operation-folders.ts'
import { allOperations } from './all.ts'

await testOperationFolders(import.meta.dirname, allOperations)
