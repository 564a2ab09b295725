import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import { testOperationFolders } from '../../http/testing/operation-folders.ts'
import { operations } from './actions.ts'
import { nouns } from './all.ts'
import { documentedActions } from './documented-actions.ts'

const ofVpc = Object.getOwnPropertyNames(vpc.v20170312.Client.prototype).filter((name) => name !== 'constructor')

await testOperationFolders(import.meta.dirname, {
  operations,
  nouns,
  documentedActions: { 'vpc 2017-03-12': ofVpc, ...documentedActions },
})
