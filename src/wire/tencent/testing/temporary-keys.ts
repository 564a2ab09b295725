/** Keys that are good for a time, each as a client of its own. */
import { policyDocument, type Statement } from './access.ts'
import type { Answer, Parameters, TestClient } from './client.ts'

interface Credentials {
  readonly TmpSecretId: string
  readonly TmpSecretKey: string
  readonly Token: string
}

/** Who signs with what an answer brings. */
export function bearerOf(client: TestClient, answer: Answer): TestClient {
  const { TmpSecretId: id, TmpSecretKey: secret, Token: token } = answer.Credentials as Credentials
  return client.as({ id, secret, token })
}

/** What the client gives, which may do what these say. */
export const tokenOf = async (client: TestClient, ...statements: readonly Statement[]): Promise<TestClient> =>
  bearerOf(client, await client.ask('GetFederationToken', { Name: 'reader', Policy: policyDocument(...statements) }))

export const sessionOf = async (client: TestClient, RoleName: string, rest: Parameters = {}): Promise<TestClient> => {
  const RoleArn = `qcs::cam::uin/100000000001:roleName/${RoleName}`
  return bearerOf(client, await client.ask('AssumeRole', { RoleArn, RoleSessionName: 'session', ...rest }))
}
