import { BirdError } from './error.ts'

/**
 * The control socket's lines (BIRD, doc/reply_codes and nest/cli.c): `1002-text` is one of several of a code, `0000 text`
 * the last of a reply, ` text` one more of the code before it, and `+text` a message of the log that was asked for
 * with `echo`.
 */
export interface ReplyLine {
  readonly code: number
  readonly text: string
}

export interface Reply {
  /** That of its last line. */
  readonly code: number
  readonly lines: readonly ReplyLine[]
}

export interface ReplyListener {
  reply(reply: Reply): void
  message(text: string): void
}

/** From here on a code says that the command failed. */
export const firstErrorCode = 8000

const longestLine = 64 * 1024
const longestReply = 16 * 1024 * 1024

/** Puts replies together from chunks that are cut anywhere. */
export class ReplyReader {
  readonly #listener: ReplyListener
  readonly #decoder = new TextDecoder()
  #text = ''
  #lines: ReplyLine[] = []
  #size = 0

  constructor(listener: ReplyListener) {
    this.#listener = listener
  }

  /** Throws BirdError `protocol`; nothing that comes after that has a meaning. */
  push(chunk: Uint8Array): void {
    const text = this.#text + this.#decoder.decode(chunk, { stream: true })
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#line(text.slice(start, end))
      start = end + 1
    }
    this.#text = text.slice(start)
    if (this.#text.length > longestLine) throw new BirdError('protocol', `a line of over ${longestLine} characters`)
  }

  #line(line: string): void {
    if (line.startsWith('+')) {
      this.#listener.message(line.slice(1))
      return
    }
    this.#size += line.length
    if (this.#size > longestReply) throw new BirdError('protocol', `a reply of over ${longestReply} characters`)
    if (line.startsWith(' ')) {
      const before = this.#lines.at(-1)
      if (before === undefined) throw unknown(line)
      this.#lines.push({ code: before.code, text: line.slice(1) })
      return
    }
    const [, digits, mark, text] = /^(\d{4})([ -])(.*)$/s.exec(line) ?? []
    if (text === undefined) throw unknown(line)
    const code = Number(digits)
    this.#lines.push({ code, text })
    if (mark === '-') return
    const lines = this.#lines
    this.#lines = []
    this.#size = 0
    this.#listener.reply({ code, lines })
  }
}

const unknown = (line: string): BirdError =>
  new BirdError('protocol', `not a line of a reply: ${JSON.stringify(line.slice(0, 200))}`)
