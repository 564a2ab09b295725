import { fail } from '../../domain/result.ts'
import type { AccessWords } from '../http/access-words.ts'

/** Policies of CAM are not read yet, and no operation makes users: the account's own keys are all that there are. */
export const access: AccessWords = {
  readPolicy: () => fail('policies are not read yet'),
  systemPolicy: () => undefined,
  named: () => ({}),
  usualGroup: () => undefined,
}
