/** One HTTP request as the dialects see it: the bytes that were signed, not what a parser made of them. */
export interface HttpRequest {
  readonly method: string
  /** The request target without its query, always starting with a slash; an absolute target has lost its origin. */
  readonly path: string
  /** The query exactly as it was sent, without the question mark. */
  readonly rawQuery: string
  /** Names are lower case; a header that was sent more than once has its values joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Who sent it, as the connection shows it. */
  readonly address?: string | undefined
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
