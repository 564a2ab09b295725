/** Answers in API 3.0's envelope ("Responses", Tencent Cloud API 3.0). */
import type { WireError } from '../../operations/operation.ts'
import type { Json } from '../../operations/response.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { headerOf } from '../http/signature-input.ts'

/** A value that may stand in a header as it is. */
const headerValue = /^[\x21-\x7e]{1,128}$/

function envelope(request: HttpRequest, response: { readonly [name: string]: Json }): HttpResponse {
  const traceId = headerOf(request, 'x-tc-traceid') ?? ''
  return {
    // Errors too: the Node SDK makes of any other status an exception without a code, the Python SDK a network error.
    status: 200,
    headers: {
      // To the letter: with a charset behind it the Python SDK, and so the command line, overlooks errors.
      'content-type': 'application/json',
      ...(headerValue.test(traceId) ? { 'x-tc-traceid': traceId } : {}),
    },
    body: JSON.stringify({ Response: response }),
  }
}

export const encodeAnswer = (
  request: HttpRequest,
  requestId: string,
  answer: { readonly [name: string]: Json },
): HttpResponse => envelope(request, { ...answer, RequestId: requestId })

export const encodeError = (request: HttpRequest, requestId: string, { code, message }: WireError): HttpResponse =>
  envelope(request, { Error: { Code: code, Message: message }, RequestId: requestId })
