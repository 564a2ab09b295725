import { operationContract } from '../../http/operation-contract.ts'
import { operationFixture } from '../testing/operation-fixture.ts'

await operationContract('Alibaba Cloud', operationFixture)
