/** Users of a client's account, each as a client of its own, and what their policies say. */
import { addUser, type Policies } from '../../http/testing/principals.ts'
import type { TestClient } from './client.ts'

export interface Statement {
  readonly effect?: 'allow' | 'deny'
  readonly action: string | readonly string[]
  readonly resource?: string | readonly string[]
  readonly condition?: unknown
}

export const policyDocument = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    version: '2.0',
    statement: statements.map((each) => ({ effect: 'allow', resource: ['*'], ...each })),
  })

/** One that allows these actions on everything. */
export const allowing = (...action: readonly string[]) => ({ document: policyDocument({ action }) })

export const userOf = async (client: TestClient, name: string, ...policies: Policies): Promise<TestClient> =>
  client.as(await addUser(client.installation, name, policies))

/** What whoever is not allowed something is told. */
export const unauthorized = 'AuthFailure.UnauthorizedOperation'
