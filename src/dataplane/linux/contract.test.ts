import { test } from 'node:test'
import { dataPlaneContract } from '../contract.ts'
import { makeTestPlane, whyNoPlane } from './testing/plane.ts'

const reason = await whyNoPlane()

if (reason === undefined) dataPlaneContract('linux', makeTestPlane)
else test('linux: the contract', (t) => t.skip(reason))
