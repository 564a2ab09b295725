/** What each device takes a written key for, read as its own documents say: another hand than the one that writes it. */

const bytes = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8')

/** What stands after the first of these words on a line. */
const after = (text: string, word: string): string => {
  const at = text.indexOf(word)
  if (at < 0) throw new Error(`no ${word.trim()} in it`)
  return text.slice(at + word.length).split('\n')[0] ?? ''
}

/** Reads a text in quotes, with what escapes in it. */
function unquote(text: string, quote: string, escapes: string): string {
  if (!text.startsWith(quote)) throw new Error(`not quoted: ${text}`)
  let value = ''
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === quote) return value
    if (escapes.includes(character)) at += 1
    value += text[at] ?? ''
  }
  throw new Error(`not closed: ${text}`)
}

/** strongSwan reads what begins with 0x as bytes, also out of quotes. */
function strongswan(text: string): string {
  const written = after(text, 'secret = ')
  const value = written.startsWith('"') ? unquote(written, '"', '\\') : written
  return value.startsWith('0x') ? bytes(value.slice(2)) : value
}

function libreswan(text: string): string {
  const written = after(text, ': PSK ')
  return written.startsWith('"') ? unquote(written, '"', '') : bytes(written.slice(2))
}

/** By the device's id; undefined where none is written. */
export const keyReaders: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  strongswan,
  libreswan,
  'cisco-ios': (text) => (text.includes('keyring') ? after(text, 'pre-shared-key remote 0 ') : ikev1Key(text)),
  'cisco-asa': (text) =>
    after(text, text.includes('ikev1 pre-shared') ? 'ikev1 pre-shared-key ' : 'remote-authentication pre-shared-key '),
  h3c: (text) => after(text, text.includes('key simple ') ? 'key simple ' : 'pre-shared-key plaintext '),
  huawei(text) {
    const written = after(text, 'pre-shared-key ')
    return written.startsWith('"') ? unquote(written, '"', '') : written
  },
  fortigate: (text) => bytes(after(text, 'psksecret 0x')),
  juniper: (text) => bytes(after(text, 'pre-shared-key hexadecimal ')),
  'pan-os': (text) => unquote(after(text, 'pre-shared-key key '), '"', '\\'),
  mikrotik: (text) => unquote(after(text, 'secret='), '"', '\\'),
  vyos: (text) => unquote(after(text, 'secret '), "'", ''),
  pfsense: (text) => after(text, 'Pre-Shared Key: '),
}

/** In main mode the address follows it, and a key has no blanks. */
const ikev1Key = (text: string): string =>
  text.includes('aggressive-mode password')
    ? after(text, 'aggressive-mode password ')
    : (after(text, 'crypto isakmp key 0 ').split(' ')[0] ?? '')
