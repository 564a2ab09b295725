/** Values for the places of a request, and requests that have them. */
import assert from 'node:assert/strict'
import type { Operation } from '../../../operations/operation.ts'
import type { CallContext } from '../context.ts'
import { ofOperation } from './asked.ts'
import { type OperationClient, type OperationFixture, Together } from './operation-fixture.ts'
import { type Place, placed, type Tree } from './request-places.ts'

type Declared = Operation<CallContext>

/** Good values for the place, at least one. */
export async function samplesOf(
  fixture: OperationFixture,
  operation: Declared,
  { path, field }: Place,
  client: OperationClient,
  request: Tree,
): Promise<readonly unknown[]> {
  const values = ofOperation(fixture.values, operation, ` ${path}`) ?? fixture.values[path]
  const samples = values === undefined ? field.type.samples?.() : await values(client, request)
  assert.ok(
    samples !== undefined && samples.length > 0,
    `${operation.action} ${path}: its type has no sample, nor the fixture`,
  )
  return samples
}

/** The good request with the sample in its place, and what the sample needs beside it. */
export function withSample({ request }: Declared, good: Tree, { path }: Place, sample: unknown) {
  const together = sample instanceof Together ? sample : new Together(sample, {})
  const sent = placed(request, { ...good, ...together.beside }, path, together.value)
  return { value: together.value, sent }
}
