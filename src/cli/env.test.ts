import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { clientVariables, type EnvTarget, envTargets, envText, parseEndpoint, providerBlocks } from './env.ts'

const keys = {
  alibaba: { accessKeyId: 'LTAIid', accessKeySecret: "it's $HOME `x`" },
  tencent: { secretId: 'AKIDid', secretKey: 'b\\c"d' },
}
const endpoint = new URL('http://127.0.0.1:7780')

/** What a shell has in its environment after it evaluated the text. */
function evaluated(target: EnvTarget): Record<string, string> {
  const input = `${envText(target, keys, endpoint)}\nexec env -0\n`
  const output = execFileSync('/bin/sh', [], { input, env: { PATH: process.env.PATH }, encoding: 'utf8' })
  return Object.fromEntries(
    output
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

test('a shell that evaluates the text for Alibaba Cloud has the keys, whatever characters they contain', () => {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret, ...rest } = evaluated('alibaba')
  assert.equal(id, keys.alibaba.accessKeyId)
  assert.equal(secret, keys.alibaba.accessKeySecret)
  assert.equal(rest.ALIBABA_CLOUD_ENDPOINT, '127.0.0.1:7780')
})

test('a shell that evaluates the text for Tencent Cloud has the keys', () => {
  const { TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret } = evaluated('tencent')
  assert.deepEqual([id, secret], [keys.tencent.secretId, keys.tencent.secretKey])
})

test('a shell that evaluates the text for Terraform has both keys, and no proxy that other programs would take', () => {
  const environment = evaluated('terraform')
  assert.equal(environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET, keys.alibaba.accessKeySecret)
  assert.equal(environment.TENCENTCLOUD_SECRET_KEY, keys.tencent.secretKey)
  assert.equal(environment.TENCENTCLOUD_PROTOCOL, 'HTTP')
  assert.deepEqual(
    Object.keys(environment).filter((name) => /proxy/i.test(name)),
    [],
  )
  assert.match(envText('terraform', keys, endpoint), /^# {3}HTTP_PROXY=http:\/\/127\.0\.0\.1:7780 terraform plan$/m)
})

test('the variables for a program are those that the shell texts of both clouds export', () => {
  const variables = clientVariables(keys, endpoint)
  const { PATH, PWD, SHLVL, _, ...shell } = { ...evaluated('alibaba'), ...evaluated('tencent') }
  assert.deepEqual(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)), shell)
  assert.ok('ALIBABA_CLOUD_SECURITY_TOKEN' in variables && 'TENCENTCLOUD_TOKEN' in variables)
})

test('the provider blocks name the source of each provider, which `terraform init` needs', () => {
  const [head = ''] = providerBlocks(endpoint).split('provider "alicloud"')
  assert.match(head, /required_providers \{\s+alicloud = \{\s+source = "aliyun\/alicloud"\s+\}/)
  assert.match(head, /tencentcloud = \{\s+source = "tencentcloudstack\/tencentcloud"\s+\}/)
})

test('a line of a shell text is an export or a comment', () => {
  for (const target of envTargets) {
    for (const line of envText(target, keys, endpoint).trimEnd().split('\n')) assert.match(line, /^(export \w+='|#)/)
  }
})

test('the provider blocks hold no key and no scheme in an endpoint', () => {
  const blocks = providerBlocks(endpoint)
  assert.doesNotMatch(blocks, /LTAI|AKID/)
  assert.match(blocks, /vpc +=\s"127\.0\.0\.1:7780"/)
  assert.match(blocks, /protocol +=\s"HTTP"/)
})

test('an endpoint is a URL or host:port, and anything else is refused', () => {
  assert.equal(parseEndpoint('127.0.0.1:7780')?.origin, 'http://127.0.0.1:7780')
  assert.equal(parseEndpoint('https://vpn.example:8443/')?.host, 'vpn.example:8443')
  for (const wrong of ['', 'http://', 'http://a/b', 'a?b', 'host:99999']) assert.equal(parseEndpoint(wrong), undefined)
})
