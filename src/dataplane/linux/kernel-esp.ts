import type { Esp, EspChoice } from '../../domain/esp.ts'
import { type EncryptionAlgorithm, encryptionAlgorithms, integrityAlgorithms } from '../../domain/ike.ts'
import { CommandError, run } from './command.ts'

/** How `ip xfrm state` spells an algorithm, its key's length in bytes, and the length of what it authenticates by in bits. */
interface Spelt {
  readonly words: string
  readonly keyBytes: number
  readonly bits?: number
}

const encryption: Readonly<Record<Exclude<EncryptionAlgorithm, 'sm4'>, Spelt>> = {
  des: { words: 'enc cbc(des)', keyBytes: 8 },
  '3des': { words: 'enc cbc(des3_ede)', keyBytes: 24 },
  aes128: { words: 'enc cbc(aes)', keyBytes: 16 },
  aes192: { words: 'enc cbc(aes)', keyBytes: 24 },
  aes256: { words: 'enc cbc(aes)', keyBytes: 32 },
  // With four bytes of salt (RFC 4106 section 8.1).
  aes128gcm16: { words: 'aead rfc4106(gcm(aes))', keyBytes: 20, bits: 128 },
  aes192gcm16: { words: 'aead rfc4106(gcm(aes))', keyBytes: 28, bits: 128 },
  aes256gcm16: { words: 'aead rfc4106(gcm(aes))', keyBytes: 36, bits: 128 },
  null: { words: 'enc ecb(cipher_null)', keyBytes: 0 },
}

/** Truncated as RFC 2403, RFC 2404 and RFC 4868 have it. */
const integrity: Readonly<Record<(typeof integrityAlgorithms)[number], Spelt>> = {
  md5: { words: 'auth-trunc hmac(md5)', keyBytes: 16, bits: 96 },
  sha1: { words: 'auth-trunc hmac(sha1)', keyBytes: 20, bits: 96 },
  sha256: { words: 'auth-trunc hmac(sha256)', keyBytes: 32, bits: 128 },
  sha384: { words: 'auth-trunc hmac(sha384)', keyBytes: 48, bits: 192 },
  sha512: { words: 'auth-trunc hmac(sha512)', keyBytes: 64, bits: 256 },
}

/** Of bytes that differ: a kernel may refuse a key that is weak. */
const key = (bytes: number): string =>
  bytes === 0 ? '' : `0x${Buffer.from(Array.from({ length: bytes }, (_, index) => index + 1)).toString('hex')}`

const spell = ({ words, keyBytes, bits }: Spelt): string =>
  [words, key(keyBytes), ...(bits === undefined ? [] : [bits])].join(' ')

/** What a tunnel may need of the kernel: its name, and the command that fails where it is not there. */
type Attempt = readonly [name: string, command: string]

const device: Attempt = ['XFRM interfaces', 'link add probe type xfrm dev lo if_id 1']

function attempts(): readonly Attempt[] {
  const { aes128 } = encryption
  const transforms: readonly Attempt[] = [
    ...encryptionAlgorithms.map((name): Attempt => {
      const isAlone = encryption[name].bits !== undefined
      return [name, [spell(encryption[name]), ...(isAlone ? [] : [spell(integrity.sha256)])].join(' ')]
    }),
    ...integrityAlgorithms.map((name): Attempt => [name, `${spell(aes128)} ${spell(integrity[name])}`]),
    ['UDP encapsulation', `${spell(aes128)} ${spell(integrity.sha1)} encap espinudp 4500 4500 0.0.0.0`],
  ]
  const sa = 'xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi'
  return transforms.map(([name, words], index) => [name, `${sa} ${256 + index} mode tunnel if_id 1 ${words}`])
}

/** What is asked for first has the kernel load modules, and test them. */
const timeoutMs = 60_000

let probing: Promise<string> | undefined

/**
 * Asks the kernel for all that a tunnel may need of it, since nothing else tells a kernel from half of one. Rejects with what is not
 * there. What is there stays: a process asks until it has found all, and then no more.
 */
export function probeKernelEsp(): Promise<string> {
  probing ??= probe().catch((error: unknown) => {
    probing = undefined
    throw error
  })
  return probing
}

/**
 * Each in a namespace without a name, which goes with the one program in it, however that ends. `ip` ends with the first SA that
 * it fails to make: each has one of its own.
 */
async function probe(): Promise<string> {
  const missing: string[] = []
  let said = ''
  const attempt = async ([name, command]: Attempt): Promise<void> => {
    await run('unshare', ['--net', 'ip', ...command.split(' ')], { timeoutMs }).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error
      missing.push(name)
      said = error.stderr.trim().replace(/^Error: /, '')
    })
  }
  await attempt(device)
  if (missing.length === 0) for (const each of attempts()) await attempt(each)
  if (missing.length > 0) throw new Error(`the kernel has no ${missing.join(', ')}: ${said}`)
  return 'XFRM interfaces, and all algorithms of both clouds'
}

/** What carries tunnels on this host where that is asked for. Rejects where the kernel is to and cannot. */
export async function chooseEsp(choice: EspChoice): Promise<Esp> {
  if (choice === 'userland') return 'userland'
  return probeKernelEsp().then(
    () => 'kernel',
    (cause: unknown) => {
      if (choice === 'auto') return 'userland'
      throw cause
    },
  )
}
