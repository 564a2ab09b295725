import { operationContract } from '../../http/contract/operation-contract.ts'
import { operationFixture } from '../testing/operation-fixture.ts'

await operationContract('Alibaba Cloud', operationFixture, 'requests')
