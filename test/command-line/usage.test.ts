import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refused, refusedAsUsage, run } from './culvert.ts'

for (const [args, expected] of [
  [['serve', '--database', 'postgres://h/d'], /PostgreSQL is not there yet/],
  [['serve', '--listen', '7780'], /"7780" is not an address to listen on: write host:port/],
  [['serve', '--dataplane', 'magic'], /magic.*simulated, linux/],
  [['serve', '--latency', 'slow'], /slow.*none, fast, real/],
  [['serve', '--listn', 'x'], /unknown option '--listn'.*--listen/],
  [['serve', '--admin-host', 'a:7781'], /--admin-host.*name of a host, without a port/],
  [['serve', '--log-level', 'loud'], /loud.*trace, debug, info/],
  [['serve', '--data', ''], /--data.*name of a folder/],
  [['credentials', '--data', ' '], /--data.*name of a folder/],
  [['serve', 'extra'], /too many arguments/],
  [['env', 'azure'], /azure.*alibaba, tencent, terraform/],
  [['env', 'alibaba', '--endpoint', 'http://a/b'], /--endpoint: .* is not an address/],
  [['nonsense'], /unknown command 'nonsense'/],
  [['bench', '--jsn'], /unknown option '--jsn'.*--json/],
  [['bench', 'nonsense'], /nonsense.*start, describe/],
  [['simulate', '--sed', '1'], /unknown option '--sed'.*--seed/],
  [['simulate', '--seed', '0'], /--seed.*whole number from 1 on/],
  [['simulate', 'extra'], /too many arguments/],
  [['purge', '--tag', '../..'], /--tag.*six hexadecimal digits/],
  [['test', 'no-such-test'], /no test file has in its name: no-such-test/],
  [['test', '--noinstall'], /unknown option '--noinstall'.*--no-install/],
] as const) {
  test(`culvert ${args.join(' ')} is refused on one line, and ends with 2`, () => refusedAsUsage(args, expected))
}

for (const [args, expected] of [
  [['credentials', '--data', '/nonexistent'], /no data in \/nonexistent: start `\.\/culvert serve` first/],
  [['purge'], /no data in .*culvert-data: .*--data/],
  [['serve', '--data', '/proc/none'], /\/proc\/none cannot be written/],
  [['serve', '--data', '/dev/null'], /\/dev\/null cannot be written \(it is a file\)/],
  [['purge', '--tag', 'fedcba'], /nothing of an installation fedcba on this host/],
  [['purge', '--data', '/nonexistent'], /no data in \/nonexistent/],
] as const) {
  test(`culvert ${args.join(' ')} fails on one line, and ends with 1`, () => refused(args, expected))
}

for (const name of ['serve', 'bench', 'simulate', 'test', 'env', 'purge', 'demo', 'device-config']) {
  test(`culvert ${name} --help prints help and does nothing`, async () => {
    const { code, stdout, stderr } = await run([name, '--help'])
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, new RegExp(`^Usage: culvert ${name} `))
  })
}

test('culvert without a command prints help on standard error and ends with 2', async () => {
  const { code, stdout, stderr } = await run([])
  assert.deepEqual([code, stdout], [2, ''])
  assert.match(stderr, /^Usage: culvert \[options\] \[command\]/)
})
