import { operationContract } from '../../http/contract/operation-contract.ts'
import { operationFixture } from '../testing/operation-fixture.ts'

await operationContract('Tencent Cloud', operationFixture, 'echoes')
