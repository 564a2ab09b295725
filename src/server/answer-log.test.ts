import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Logger } from '../runtime/logger.ts'
import type { Answered } from '../wire/http/pipeline.ts'
import { logAnswers } from './answer-log.ts'

/** Levels and messages of what is logged at the level of a server that nobody has asked for more. */
function listening() {
  const lines: string[] = []
  const log = (level: string) => (_facts: object, message: string) => void lines.push(`${level}: ${message}`)
  const logger = {
    error: log('error'),
    warn: log('warn'),
    info: log('info'),
    debug: log('debug'),
    isLevelEnabled: (level: string) => level !== 'debug',
  }
  return { lines, answered: logAnswers(logger as unknown as Logger, () => 0) }
}

const refused: Answered = {
  dialect: 'alibaba',
  action: 'CreateSslVpnServer',
  requestId: 'r',
  keyId: 'k',
  status: 400,
  error: 'InvalidAction.NotFound',
}

test('an action that is not offered is logged as a warning the first time, each action by itself', () => {
  const { lines, answered } = listening()
  const unoffered = { ...refused, notOffered: 'it is another thing' }
  answered(unoffered)
  answered(unoffered)
  answered({ ...unoffered, action: 'ListIpsecServers' })
  assert.deepEqual(
    lines.filter((line) => line.startsWith('warn')),
    ['warn: an action was asked for that is not offered', 'warn: an action was asked for that is not offered'],
  )
})

test('a refusal that repeats is logged once a minute', () => {
  const { lines, answered } = listening()
  for (let time = 0; time < 3; time += 1) answered(refused)
  assert.deepEqual(lines, ['info: refused'])
})
