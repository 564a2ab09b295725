import { test } from 'node:test'
import { type ContractPart, dataPlaneContract } from '../../contract.ts'
import { makeTestPlane, whyNoPlane } from './plane.ts'

/** Registers one part of the contract on the Linux data plane, or says why it cannot run here. */
export async function linuxContract(part: ContractPart): Promise<void> {
  const reason = await whyNoPlane()
  if (reason === undefined) dataPlaneContract('linux', makeTestPlane, [part])
  else test(`linux: the contract, ${part}`, (t) => t.skip(reason))
}
